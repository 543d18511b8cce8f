import { graphql, type ResultOf } from '$/kit/graphql';

export const earlierAssessmentsQuery = graphql(`
  query EarlierAssessments($id: ID!) {
    assessment(id: $id) {
      id
      title
      state
    }
    earlierAssessments(assessmentId: $id) {
      id
      title
      state
      periodFrom
      periodUntil
      isDefault
    }
  }
`);

const stateFigures = graphql(`
  fragment StateFigures on StateFigures {
    met
    below
    open
    notApplicable
    attainment
  }
`);

export const comparisonQuery = graphql(
  `
    query Comparison($id: ID!, $earlierId: ID!, $language: String!) {
      comparison(assessmentId: $id, earlierId: $earlierId, language: $language) {
        title
        earlierTitle
        periodFrom
        periodUntil
        earlierPeriodFrom
        earlierPeriodUntil
        sameProfile
        better
        worse
        totalNow {
          ...StateFigures
        }
        totalThen {
          ...StateFigures
        }
        groups {
          groupId
          title
          now {
            ...StateFigures
          }
          then {
            ...StateFigures
          }
        }
        controls {
          controlId
          label
          title
          groupId
          groupTitle
          change
          note
          aspects
          now {
            state
            level
            target
          }
          then {
            controlId
            title
            state
            level
            target
          }
        }
      }
    }
  `,
  [stateFigures],
);

const saidFields = graphql(`
  fragment SaidFields on SaidOfPart {
    controlId
    title
    state
    level
    justification
    notApplicableReason
    evidence
    measure {
      what
      state
    }
    answers {
      questionId
      prompt
      answer
      value
      becomes
    }
  }
`);

export const comparedControlQuery = graphql(
  `
    query ComparedControl($id: ID!, $earlierId: ID!, $controlId: ID!, $language: String!) {
      comparison(
        assessmentId: $id
        earlierId: $earlierId
        controlId: $controlId
        language: $language
      ) {
        controls {
          controlId
          parts {
            name
            partId
            now {
              ...SaidFields
            }
            then {
              ...SaidFields
            }
          }
        }
      }
    }
  `,
  [saidFields],
);

export const takeOverMutation = graphql(`
  mutation TakeOverEarlier($id: ID!, $earlierId: ID!, $controlId: ID!) {
    takeOverEarlier(assessmentId: $id, earlierId: $earlierId, controlId: $controlId) {
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

export const undoTakeOverMutation = graphql(`
  mutation UndoTakeOver($id: ID!, $controlId: ID!) {
    undoTakeOver(assessmentId: $id, controlId: $controlId) {
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

export type EarlierChoice = NonNullable<
  ResultOf<typeof earlierAssessmentsQuery>['earlierAssessments']
>[number];
export type Comparison = NonNullable<ResultOf<typeof comparisonQuery>['comparison']>;
export type ComparedControl = Comparison['controls'][number];
export type GroupBeside = Comparison['groups'][number];
export type Said = ResultOf<typeof saidFields>;
export type PartBeside = NonNullable<
  ResultOf<typeof comparedControlQuery>['comparison']
>['controls'][number]['parts'][number];
