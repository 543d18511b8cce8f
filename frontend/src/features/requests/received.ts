import { graphql, type ResultOf } from '$/kit/graphql';

export const receivedFields = graphql(`
  fragment ReceivedFields on ReceivedRequest @_unmask {
    caseId
    operatorId
    state
    overdue
    dueOn
    requestedOn
    submissionId
    authorityId
    authorityName
    title
    purpose
    legalBasis
    citations
    scopeKind
    periodFrom
    periodUntil
    withdrawnBecause
    profile {
      id
      version
      title
      catalogues {
        id
        version
        title
      }
    }
  }
`);

export const receivedListQuery = graphql(
  `
    query ReceivedRequests($operatorId: ID!) {
      receivedRequests(operatorId: $operatorId) {
        ...ReceivedFields
      }
    }
  `,
  [receivedFields],
);

export const receivedQuery = graphql(
  `
    query ReceivedRequest($caseId: ID!) {
      receivedRequest(caseId: $caseId) {
        ...ReceivedFields
      }
      answers(caseId: $caseId) {
        assessmentId
        title
        state
        tied
      }
    }
  `,
  [receivedFields],
);

/** What the request says, for whoever starts or releases an answer to it. */
export const askedQuery = graphql(
  `
    query AskedFor($caseId: ID!) {
      receivedRequest(caseId: $caseId) {
        ...ReceivedFields
      }
    }
  `,
  [receivedFields],
);

export const tieMutation = graphql(`
  mutation TieAssessment($assessmentId: ID!, $caseId: ID!) {
    tieAssessment(assessmentId: $assessmentId, caseId: $caseId) {
      __typename
      ... on ValidationProblem {
        message
      }
      ... on StateProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export const untieMutation = graphql(`
  mutation UntieAssessment($assessmentId: ID!) {
    untieAssessment(assessmentId: $assessmentId) {
      __typename
      ... on ValidationProblem {
        message
      }
      ... on StateProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export type Received = ResultOf<typeof receivedFields>;
