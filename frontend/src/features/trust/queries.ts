import { graphql, type ResultOf } from '$/kit/graphql';

export const installationFields = graphql(`
  fragment InstallationFields on TrustedInstallation {
    id
    name
    fingerprint
    subject
    validUntil
    addedAt
    addedBy
    revokedAt
  }
`);

export const trustedQuery = graphql(
  `
    query TrustedInstallations($authorityId: ID!) {
      trustedInstallations(authorityId: $authorityId) {
        ...InstallationFields
        vouching
      }
    }
  `,
  [installationFields],
);

export const trustMutation = graphql(
  `
    mutation TrustInstallation($input: TrustInstallationInput!) {
      trustInstallation(input: $input) {
        __typename
        ... on InstallationTrusted {
          installation {
            ...InstallationFields
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
  [installationFields],
);

export const revokeMutation = graphql(`
  mutation RevokeTrust($id: ID!) {
    revokeTrust(id: $id) {
      __typename
      ... on TrustRevoked {
        installation {
          id
        }
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export type Installation = NonNullable<
  ResultOf<typeof trustedQuery>['trustedInstallations']
>[number];
