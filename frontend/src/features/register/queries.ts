import { operatorFields, statusFields, type NisStatus } from '$/features/operators/queries';
import { graphql, type ResultOf } from '$/kit/graphql';

export const registerQuery = graphql(`
  query Register($first: Int!, $after: String, $filter: OperatorFilter) {
    operators(first: $first, after: $after, filter: $filter) {
      edges {
        node {
          id
          name
          country
          entityTypeTitle
          subsectorTitle
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const registerSectorsQuery = graphql(`
  query RegisterSectors($language: String!) {
    sectors(language: $language) {
      id
      title
      subsectors {
        id
        title
      }
    }
  }
`);

export const registeredQuery = graphql(
  `
    query RegisteredOperator($id: ID!) {
      operator(id: $id) {
        ...OperatorFields
      }
      nisStatus(operatorId: $id) {
        ...StatusFields
      }
      submissions(first: 20, filter: { operatorId: $id }) {
        edges {
          node {
            id
            title
            submittedAt
          }
        }
      }
    }
  `,
  [operatorFields, statusFields],
);

export const recordListingMutation = graphql(`
  mutation RecordListing($input: RecordListingInput!) {
    recordListing(input: $input) {
      __typename
      ... on ListingRecorded {
        listing {
          id
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
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

type Connection = NonNullable<ResultOf<typeof registerQuery>['operators']>;
export type RegisteredOperator = Connection['edges'][number]['node'];
export type StatusValue = NisStatus['effective'];
