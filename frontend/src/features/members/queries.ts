import { viewerFields } from '$/features/identity/queries';
import { graphql, type ResultOf } from '$/kit/graphql';

export const memberFields = graphql(`
  fragment MemberFields on Member {
    id
    name
    email
    roles
    joinedAt
    secondFactor
    accessTokens
  }
`);

export const invitationFields = graphql(`
  fragment InvitationFields on Invitation {
    id
    organisationName
    name
    email
    roles
    invitedBy
    createdAt
    expiresAt
  }
`);

export const membersQuery = graphql(
  `
    query Members($organisationId: ID!) {
      members(organisationId: $organisationId) {
        ...MemberFields
      }
    }
  `,
  [memberFields],
);

/** What only those see who look after the members. */
export const managingQuery = graphql(
  `
    query ManagingMembers($organisationId: ID!) {
      invitations(organisationId: $organisationId) {
        ...InvitationFields
      }
      secondFactorPolicy(organisationId: $organisationId) {
        roles
      }
    }
  `,
  [invitationFields],
);

export const inviteMutation = graphql(
  `
    mutation InviteMember($input: InviteMemberInput!) {
      inviteMember(input: $input) {
        __typename
        ... on MemberInvited {
          invitation {
            ...InvitationFields
          }
          secret
          mailed
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
          code
          message
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [invitationFields],
);

export const revokeInvitationMutation = graphql(`
  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id) {
      __typename
      ... on InvitationRevoked {
        invitation {
          id
        }
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export const changeRolesMutation = graphql(
  `
    mutation ChangeMemberRoles($input: ChangeMemberRolesInput!) {
      changeMemberRoles(input: $input) {
        __typename
        ... on MemberChanged {
          member {
            ...MemberFields
          }
        }
        ... on MemberConflict {
          message
          current {
            ...MemberFields
          }
        }
        ... on ValidationProblem {
          message
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
  `,
  [memberFields],
);

export const removeMemberMutation = graphql(`
  mutation RemoveMember($input: MemberInput!) {
    removeMember(input: $input) {
      __typename
      ... on MemberRemoved {
        accessTokensEnded
        invitationsEnded
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

export const resetFactorMutation = graphql(`
  mutation ResetSecondFactor($input: MemberInput!) {
    resetSecondFactor(input: $input) {
      __typename
      ... on MemberChanged {
        member {
          id
        }
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

export const setPolicyMutation = graphql(`
  mutation SetSecondFactorPolicy($input: SetSecondFactorPolicyInput!) {
    setSecondFactorPolicy(input: $input) {
      __typename
      ... on SecondFactorPolicy {
        roles
      }
      ... on ValidationProblem {
        message
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

export const invitationQuery = graphql(
  `
    query Invitation($secret: String!) {
      invitation(secret: $secret) {
        ...InvitationFields
      }
    }
  `,
  [invitationFields],
);

export const joinMutation = graphql(
  `
    mutation Join($input: JoinInput!) {
      join(input: $input) {
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
  [viewerFields],
);

export const acceptInvitationMutation = graphql(`
  mutation AcceptInvitation($secret: String!) {
    acceptInvitation(secret: $secret) {
      __typename
      ... on InvitationAccepted {
        invitation {
          id
        }
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

export type Member = ResultOf<typeof memberFields>;
export type Invitation = ResultOf<typeof invitationFields>;
export type Role = Member['roles'][number];
