import { graphql } from '$/kit/graphql';
import { measureFields, responseFields, statementFields, progressFields } from '../queries';

export const saveResponseMutation = graphql(
  `
    mutation SaveResponse($input: SaveResponseInput!) {
      saveResponse(input: $input) {
        __typename
        ... on ResponseSaved {
          response {
            ...ResponseFields
          }
        }
        ... on ResponseConflict {
          current {
            ...ResponseFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            code
            message
          }
        }
        ... on StateProblem {
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [responseFields],
);

export const saveStatementMutation = graphql(
  `
    mutation SaveStatement($input: SaveStatementInput!) {
      saveStatement(input: $input) {
        __typename
        ... on StatementSaved {
          statement {
            ...StatementFields
          }
        }
        ... on StatementConflict {
          current {
            ...StatementFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            code
            message
          }
        }
        ... on StateProblem {
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [statementFields],
);

export const saveMeasureMutation = graphql(
  `
    mutation SaveMeasure($input: SaveMeasureInput!) {
      saveMeasure(input: $input) {
        __typename
        ... on MeasureSaved {
          measure {
            ...MeasureFields
          }
        }
        ... on MeasureConflict {
          current {
            ...MeasureFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            code
            message
          }
        }
        ... on StateProblem {
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [measureFields],
);

export const removeMeasureMutation = graphql(
  `
    mutation RemoveMeasure($input: RemoveMeasureInput!) {
      removeMeasure(input: $input) {
        __typename
        ... on MeasureRemoved {
          revision
        }
        ... on MeasureConflict {
          current {
            ...MeasureFields
          }
        }
        ... on StateProblem {
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [measureFields],
);

export const recordProgressMutation = graphql(
  `
    mutation RecordProgress($input: RecordProgressInput!) {
      recordProgress(input: $input) {
        __typename
        ... on ProgressRecorded {
          entry {
            ...ProgressFields
          }
        }
        ... on ProgressConflict {
          message
          current {
            ...ProgressFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            code
            message
          }
        }
        ... on StateProblem {
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [progressFields],
);
