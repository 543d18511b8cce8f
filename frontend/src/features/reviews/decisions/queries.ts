import { graphql } from '$/kit/graphql';
import { caseProblems } from '../steps/queries';

export const returnSubmission = graphql(
  `
    mutation ReturnSubmission($input: ReturnSubmissionInput!) {
      done: returnSubmission(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const acknowledgeSubmission = graphql(
  `
    mutation AcknowledgeSubmission($input: AcknowledgeSubmissionInput!) {
      done: acknowledgeSubmission(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const closeCase = graphql(
  `
    mutation CloseCase($input: CloseCaseInput!) {
      done: closeCase(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const confirmDecision = graphql(
  `
    mutation ConfirmDecision($decisionId: ID!, $revision: Int!) {
      done: confirmDecision(decisionId: $decisionId, revision: $revision) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const refuseDecision = graphql(
  `
    mutation RefuseDecision($input: RefuseDecisionInput!) {
      done: refuseDecision(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const takeBackDecision = graphql(
  `
    mutation TakeBackDecision($decisionId: ID!, $revision: Int!) {
      done: takeBackDecision(decisionId: $decisionId, revision: $revision) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const withdrawReturn = graphql(
  `
    mutation WithdrawReturn($input: ReopenCaseInput!) {
      done: withdrawReturn(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const reopenCase = graphql(
  `
    mutation ReopenCase($input: ReopenCaseInput!) {
      done: reopenCase(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const policyQuery = graphql(`
  query ReviewPolicy($id: ID!) {
    reviewPolicy(authorityId: $id) {
      fourEyes
      version
      changedAt
      changedBy
    }
  }
`);

export const setPolicy = graphql(`
  mutation SetReviewPolicy($input: SetReviewPolicyInput!) {
    setReviewPolicy(input: $input) {
      __typename
      ... on ReviewPolicySet {
        policy {
          fourEyes
          version
          changedAt
          changedBy
        }
      }
      ... on StateProblem {
        code
        message
      }
      ... on ReviewConflict {
        message
      }
      ... on ValidationProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);
