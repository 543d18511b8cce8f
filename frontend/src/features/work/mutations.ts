import { graphql } from '$/kit/graphql';
import { assignmentFields } from './queries';

export const assignMutation = graphql(`
  mutation Assign($input: AssignInput!) {
    assign(input: $input) {
      __typename
      ... on Assigned {
        act {
          id
          count
        }
      }
      ... on Problem {
        message
      }
      ... on ValidationProblem {
        issues {
          path
          message
        }
      }
    }
  }
`);

export const changeAssignmentMutation = graphql(
  `
    mutation ChangeAssignment($input: ChangeAssignmentInput!) {
      changeAssignment(input: $input) {
        __typename
        ... on Assigned {
          act {
            id
          }
        }
        ... on Problem {
          message
        }
        ... on ValidationProblem {
          issues {
            path
            message
          }
        }
        ... on AssignmentConflict {
          current {
            ...AssignmentFields
          }
        }
      }
    }
  `,
  [assignmentFields],
);

export const unassignMutation = graphql(`
  mutation Unassign($input: UnassignInput!) {
    unassign(input: $input) {
      __typename
      ... on Problem {
        message
      }
    }
  }
`);

export const reassignMutation = graphql(`
  mutation Reassign($input: ReassignInput!) {
    reassign(input: $input) {
      __typename
      ... on Assigned {
        act {
          id
          count
        }
      }
      ... on Problem {
        message
      }
    }
  }
`);

export const undoMutation = graphql(`
  mutation UndoAssigning($actId: ID!) {
    undoAssigning(actId: $actId) {
      __typename
      ... on Problem {
        message
      }
    }
  }
`);

export const proposeMutation = graphql(`
  mutation ProposeControls($input: ProposeControlsInput!) {
    proposeControls(input: $input) {
      __typename
      ... on Problem {
        message
      }
    }
  }
`);

export const confirmMutation = graphql(`
  mutation ConfirmProposals($input: ConfirmProposalsInput!) {
    confirmProposals(input: $input) {
      __typename
      ... on Problem {
        message
      }
    }
  }
`);

export const returnMutation = graphql(`
  mutation ReturnProposals($input: ReturnProposalsInput!) {
    returnProposals(input: $input) {
      __typename
      ... on Problem {
        message
      }
    }
  }
`);
