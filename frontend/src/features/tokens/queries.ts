import { graphql, type ResultOf } from '$/kit/graphql';

export const tokenFields = graphql(`
  fragment TokenFields on AccessToken {
    id
    name
    prefix
    createdAt
    createdBy
    expiresAt
    revokedAt
    lastUsedAt
  }
`);

export const tokensQuery = graphql(
  `
    query AccessTokens($operatorId: ID!) {
      accessTokens(operatorId: $operatorId) {
        ...TokenFields
      }
    }
  `,
  [tokenFields],
);

export const createTokenMutation = graphql(
  `
    mutation CreateAccessToken($input: CreateAccessTokenInput!) {
      createAccessToken(input: $input) {
        __typename
        ... on AccessTokenCreated {
          token
          accessToken {
            ...TokenFields
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
  `,
  [tokenFields],
);

export const revokeTokenMutation = graphql(
  `
    mutation RevokeAccessToken($id: ID!) {
      revokeAccessToken(id: $id) {
        __typename
        ... on AccessTokenRevoked {
          accessToken {
            ...TokenFields
          }
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [tokenFields],
);

export type AccessToken = ResultOf<typeof tokenFields>;
