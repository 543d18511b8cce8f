import { graphql } from '$/kit/graphql';

export const referenceEvidenceMutation = graphql(`
  mutation ReferenceEvidence($input: ReferenceEvidenceInput!) {
    referenceEvidence(input: $input) {
      __typename
      ... on EvidenceAttached {
        revision
      }
      ... on ValidationProblem {
        message
        issues {
          path
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
`);

export const attachEvidenceMutation = graphql(`
  mutation AttachEvidence($input: AttachEvidenceInput!) {
    attachEvidence(input: $input) {
      __typename
      ... on EvidenceAttached {
        revision
      }
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

export const detachEvidenceMutation = graphql(`
  mutation DetachEvidence($input: DetachEvidenceInput!) {
    detachEvidence(input: $input) {
      __typename
      ... on EvidenceDetached {
        revision
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

export const storedEvidenceQuery = graphql(`
  query StoredEvidence($operatorId: ID!, $first: Int!, $after: String) {
    evidence(operatorId: $operatorId, first: $first, after: $after) {
      edges {
        node {
          id
          title
          kind
          filename
          addedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const setValidityMutation = graphql(`
  mutation SetEvidenceValidity($evidenceId: ID!, $validUntil: Date) {
    setEvidenceValidity(evidenceId: $evidenceId, validUntil: $validUntil) {
      __typename
      ... on EvidenceValiditySet {
        evidence {
          id
          validUntil
        }
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
