import { graphql, type ResultOf } from '$/kit/graphql';

export const approvalFields = graphql(`
  fragment ApprovalFields on Approval {
    id
    approved
    body
    resolution
    resolvedOn
    reasons
    reservations
    recordedAt
    recordedBy
    revision
    lapsedAt
    citation
    members {
      name
      function
      trainedOn
    }
  }
`);

export const approvalsQuery = graphql(
  `
    query Approvals($id: ID!) {
      approvals(assessmentId: $id) {
        ...ApprovalFields
      }
      assessment(id: $id) {
        approvalBasis {
          citation
        }
      }
    }
  `,
  [approvalFields],
);

export const decideMutation = graphql(
  `
    mutation DecideApproval($input: DecideApprovalInput!) {
      decideApproval(input: $input) {
        __typename
        ... on ApprovalDecided {
          approval {
            ...ApprovalFields
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
          code
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [approvalFields],
);

export type Approval = ResultOf<typeof approvalFields>;
