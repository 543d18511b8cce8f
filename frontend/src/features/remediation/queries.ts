import { measureFields, progressFields } from '$/features/responses/queries';
import { graphql, type ResultOf } from '$/kit/graphql';

export const planQuery = graphql(
  `
    query RemediationPlan($id: ID!, $language: String!) {
      assessment(id: $id) {
        id
        operatorId
        title
      }
      remediationPlan(assessmentId: $id, language: $language) {
        assessmentState
        submissionId
        continuedIn
        levels
        lowest
        items {
          controlId
          label
          title
          key
          groupId
          groupTitle
          part {
            id
            name
          }
          state
          level
          target
          late
          slipped
          offer
          measure {
            ...MeasureFields
          }
          progress {
            ...ProgressFields
          }
          origins {
            assessmentId
            title
            state
            dates
          }
        }
      }
    }
  `,
  [measureFields, progressFields],
);

export const ownersQuery = graphql(`
  query PlanOwners($operatorId: ID!) {
    members(organisationId: $operatorId) {
      id
      name
    }
  }
`);

export const nextActionsQuery = graphql(`
  query NextActions($id: ID!, $first: Int!, $language: String!) {
    nextActions(assessmentId: $id, first: $first, language: $language) {
      rank
      controlId
      label
      title
      words
      answers {
        partId
        partName
        questionId
        prompt
        before
        after
      }
      measure {
        until
        costClass
        state
      }
    }
  }
`);

export type Plan = NonNullable<ResultOf<typeof planQuery>['remediationPlan']>;
export type PlanItem = Plan['items'][number];
export type Owner = NonNullable<ResultOf<typeof ownersQuery>['members']>[number];
export type NextAction = NonNullable<ResultOf<typeof nextActionsQuery>['nextActions']>[number];
