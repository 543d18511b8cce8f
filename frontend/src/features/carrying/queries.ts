import { graphql, type ResultOf } from '$/kit/graphql';

export const carryQuery = graphql(`
  query CarryOver($assessmentId: ID!, $language: String!) {
    assessment(id: $assessmentId) {
      id
      operatorId
      title
      periodFrom
      periodUntil
      profile(language: $language) {
        id
        version
        title
      }
    }
  }
`);

export const carryProfilesQuery = graphql(`
  query CarryProfiles($operatorId: ID!, $language: String!) {
    operator(id: $operatorId) {
      sector
    }
    profiles(operatorId: $operatorId, language: $language) {
      id
      version
      title
      summary
      notice
      regime
      scopeKinds
      controlCount
      questionCount
      suggestedParts
      recommended
      targetGroups
      languages
      opening {
        statement
        options {
          id
          label
          consequence
          reference {
            citation
          }
        }
      }
      catalogues {
        id
        version
        title
      }
    }
  }
`);

export const previewQuery = graphql(`
  query CarryOverPreview($assessmentId: ID!, $profileId: ID!) {
    carryOverPreview(assessmentId: $assessmentId, profileId: $profileId) {
      controlId
      title
      change
      note
      origins {
        controlId
        title
      }
      dropped {
        questionId
        prompt
      }
    }
  }
`);

export const carryMutation = graphql(`
  mutation CarryOverNow($input: CarryOverInput!) {
    carryOver(input: $input) {
      __typename
      ... on AssessmentCarriedOver {
        assessment {
          id
        }
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

export const confirmMutation = graphql(`
  mutation ConfirmCarried($assessmentId: ID!, $controlIds: [ID!]!) {
    confirmCarried(assessmentId: $assessmentId, controlIds: $controlIds) {
      __typename
      ... on CarriedConfirmed {
        carried {
          controlId
        }
      }
      ... on ValidationProblem {
        message
        issues {
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

/** What the earlier assessment said of one control. */
export const earlierQuery = graphql(`
  query EarlierAnswers($assessmentId: ID!, $controlId: ID!) {
    assessment(id: $assessmentId) {
      id
      title
      parts {
        id
        name
      }
      responses(controlId: $controlId) {
        questionId
        partId
        value
      }
      statements(controlId: $controlId) {
        partId
        justification
        notApplicable
        notApplicableReason
      }
    }
  }
`);

export type CarryAssessment = NonNullable<ResultOf<typeof carryQuery>['assessment']>;
export type CarryProfile = NonNullable<ResultOf<typeof carryProfilesQuery>['profiles']>[number];
export type Planned = NonNullable<ResultOf<typeof previewQuery>['carryOverPreview']>[number];
export type CarriedChange = Planned['change'];
export type Earlier = NonNullable<ResultOf<typeof earlierQuery>['assessment']>;
