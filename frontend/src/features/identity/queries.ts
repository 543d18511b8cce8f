import { graphql, type ResultOf } from '$/kit/graphql';

export const viewerFields = graphql(`
  fragment ViewerFields on Viewer {
    id
    name
    email
    permissions
    language
    secondFactor
    secondFactorDemandedBy
    memberships {
      roles
      operatorId
      organisation {
        id
        name
        kind
        country
      }
    }
  }
`);

export const viewerQuery = graphql(
  `
    query Viewer {
      viewer {
        ...ViewerFields
      }
    }
  `,
  [viewerFields],
);

export const signInMutation = graphql(
  `
    mutation SignIn($email: String!, $password: String!) {
      signIn(email: $email, password: $password) {
        __typename
        ... on SignedIn {
          viewer {
            ...ViewerFields
          }
        }
        ... on SecondFactorNeeded {
          ticket
        }
        ... on SignInProblem {
          message
          code
          retryAfterSeconds
        }
      }
    }
  `,
  [viewerFields],
);

export const completeSignInMutation = graphql(
  `
    mutation CompleteSignIn($ticket: String!, $code: String!) {
      completeSignIn(ticket: $ticket, code: $code) {
        __typename
        ... on SignedIn {
          viewer {
            ...ViewerFields
          }
        }
        ... on SignInProblem {
          message
          code
          retryAfterSeconds
        }
      }
    }
  `,
  [viewerFields],
);

export const confirmIdentityMutation = graphql(`
  mutation ConfirmIdentity($password: String!, $code: String) {
    confirmIdentity(password: $password, code: $code) {
      __typename
      ... on IdentityConfirmed {
        confirmed
      }
      ... on ValidationProblem {
        message
        issues {
          path
          code
          message
        }
      }
    }
  }
`);

export const signOutMutation = graphql(`
  mutation SignOut {
    signOut {
      signedOut
    }
  }
`);

export type Viewer = ResultOf<typeof viewerFields>;
