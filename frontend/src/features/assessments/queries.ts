import { graphql, type ResultOf } from '$/kit/graphql';

export const startQuery = graphql(`
  query StartAssessment($operatorId: ID!, $language: String!) {
    operator(id: $operatorId) {
      id
      name
      services
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

export const startMutation = graphql(`
  mutation StartAssessmentNow($input: StartAssessmentInput!) {
    startAssessment(input: $input) {
      __typename
      ... on AssessmentStarted {
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

export const taskListQuery = graphql(`
  query TaskList($id: ID!, $language: String!) {
    assessment(id: $id) {
      id
      title
      state
      revision
      scopeKind
      scopeName
      periodFrom
      periodUntil
      submissionId
      carriedFrom
      revises
      opening {
        option
        authority
        dated
      }
      carried {
        controlId
        change
        origins
        confirmedAt
      }
      profile(language: $language) {
        id
        title
        version
        notice
        language
        opening {
          options {
            id
            label
          }
        }
      }
      parts {
        id
        name
        description
      }
      groups(language: $language) {
        id
        label
        title
        language
        controls {
          id
          label
          title
          key
          language
          questions {
            id
            optional
            when {
              question
              anyOf
            }
          }
        }
      }
      responses {
        controlId
        questionId
        partId
        value
      }
      statements {
        controlId
        partId
        notApplicable
      }
    }
    score(assessmentId: $id) {
      controls {
        controlId
        state
        level
        target
      }
    }
    readiness(assessmentId: $id) {
      ready
      approved
      items {
        code
        blocking
        message
        controlId
        partId
      }
    }
  }
`);

export const savePartMutation = graphql(`
  mutation SavePart($input: SavePartInput!) {
    savePart(input: $input) {
      __typename
      ... on PartSaved {
        part {
          id
          name
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

export const removePartMutation = graphql(`
  mutation RemovePart($assessmentId: ID!, $partId: ID!) {
    removePart(assessmentId: $assessmentId, partId: $partId) {
      __typename
      ... on PartRemoved {
        partId
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

export const discardMutation = graphql(`
  mutation DiscardAssessment($id: ID!) {
    discardAssessment(assessmentId: $id) {
      __typename
      ... on AssessmentDiscarded {
        assessmentId
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

export type TaskListData = ResultOf<typeof taskListQuery>;
export type TaskAssessment = NonNullable<TaskListData['assessment']>;
export type Readiness = NonNullable<TaskListData['readiness']>;
export type StartData = ResultOf<typeof startQuery>;
export type Profile = NonNullable<StartData['profiles']>[number];
