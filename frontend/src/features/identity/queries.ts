import { graphql, type ResultOf } from '$/kit/graphql';

export const viewerFields = graphql(`
  fragment ViewerFields on Viewer {
    id
    name
    email
    permissions
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
        ... on SignInProblem {
          message
          retryAfterSeconds
        }
      }
    }
  `,
  [viewerFields],
);

export const signOutMutation = graphql(`
  mutation SignOut {
    signOut {
      signedOut
    }
  }
`);

export type Viewer = ResultOf<typeof viewerFields>;
