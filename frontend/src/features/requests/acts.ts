import { graphql } from '$/kit/graphql';

export const saveRequestMutation = graphql(`
  mutation SaveRequest($input: SaveRequestInput!) {
    saveRequest(input: $input) {
      __typename
      ... on RequestSaved {
        request {
          id
          version
        }
      }
      ... on RequestConflict {
        message
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

export const discardRequestMutation = graphql(`
  mutation DiscardRequest($id: ID!) {
    discardRequest(id: $id) {
      __typename
      ... on StateProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export const sendRequestMutation = graphql(`
  mutation SendRequest($id: ID!, $version: Int!) {
    sendRequest(id: $id, expectedVersion: $version) {
      __typename
      ... on RequestConflict {
        message
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

export const withdrawRequestMutation = graphql(`
  mutation WithdrawRequest($id: ID!, $version: Int!, $reason: String!) {
    withdrawRequest(id: $id, expectedVersion: $version, reason: $reason) {
      __typename
      ... on RequestConflict {
        message
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

export const extendRequestMutation = graphql(`
  mutation ExtendRequest($id: ID!, $version: Int!, $dueOn: Date!) {
    extendRequest(id: $id, expectedVersion: $version, dueOn: $dueOn) {
      __typename
      ... on RequestConflict {
        message
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

export const nameEntitiesMutation = graphql(`
  mutation NameEntities($id: ID!, $operatorIds: [ID!]!) {
    nameEntities(requestId: $id, operatorIds: $operatorIds) {
      __typename
      ... on EntitiesNamed {
        added
        already
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

export const nameByFilterMutation = graphql(`
  mutation NameEntitiesByFilter($id: ID!, $filter: EntityFilter!) {
    nameEntitiesByFilter(requestId: $id, filter: $filter) {
      __typename
      ... on EntitiesNamed {
        added
        already
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

export const importEntitiesMutation = graphql(`
  mutation ImportEntities($id: ID!, $csv: String!) {
    importEntities(requestId: $id, csv: $csv) {
      __typename
      ... on EntitiesImported {
        lines
        added
        faultCount
        faults {
          line
          text
          fault
        }
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

export const removeEntitiesMutation = graphql(`
  mutation RemoveEntities($id: ID!, $operatorIds: [ID!]) {
    removeEntities(requestId: $id, operatorIds: $operatorIds) {
      __typename
      ... on EntitiesRemoved {
        count
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
