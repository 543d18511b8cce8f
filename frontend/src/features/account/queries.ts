import { graphql, type ResultOf } from '$/kit/graphql';
import { viewerFields } from '$/features/identity/queries';

export const sessionFields = graphql(`
  fragment SessionFields on Session {
    id
    startedAt
    lastSeenAt
    browser
    system
    current
  }
`);

export const accountQuery = graphql(
  `
    query Account {
      sessions {
        ...SessionFields
      }
      recoveryCodesLeft
    }
  `,
  [sessionFields],
);

export const updateAccountMutation = graphql(
  `
    mutation UpdateAccount($name: String!, $language: String) {
      updateAccount(name: $name, language: $language) {
        __typename
        ... on AccountUpdated {
          viewer {
            ...ViewerFields
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
      }
    }
  `,
  [viewerFields],
);

export const changePasswordMutation = graphql(`
  mutation ChangePassword($current: String!, $new: String!, $code: String) {
    changePassword(current: $current, new: $new, code: $code) {
      __typename
      ... on PasswordChanged {
        sessionsEnded
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

export const beginFactorMutation = graphql(`
  mutation BeginSecondFactor {
    beginSecondFactor {
      __typename
      ... on SecondFactorBegun {
        secret
        uri
        qr
      }
      ... on StateProblem {
        code
        message
      }
    }
  }
`);

export const enrolFactorMutation = graphql(`
  mutation EnrolSecondFactor($code: String!) {
    enrolSecondFactor(code: $code) {
      __typename
      ... on RecoveryCodes {
        codes
      }
      ... on ValidationProblem {
        message
      }
      ... on StateProblem {
        code
        message
      }
    }
  }
`);

export const renewCodesMutation = graphql(`
  mutation RenewRecoveryCodes {
    renewRecoveryCodes {
      __typename
      ... on RecoveryCodes {
        codes
      }
      ... on StateProblem {
        code
        message
      }
    }
  }
`);

export const removeFactorMutation = graphql(`
  mutation RemoveSecondFactor {
    removeSecondFactor {
      __typename
      ... on SecondFactorRemoved {
        removed
      }
      ... on StateProblem {
        code
        message
      }
    }
  }
`);

export const endSessionMutation = graphql(`
  mutation EndSession($id: ID!) {
    endSession(id: $id) {
      __typename
      ... on SessionsEnded {
        ended
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
`);

export const endOtherSessionsMutation = graphql(`
  mutation EndOtherSessions {
    endOtherSessions {
      __typename
      ... on SessionsEnded {
        ended
      }
    }
  }
`);

export type OwnSession = ResultOf<typeof sessionFields>;
