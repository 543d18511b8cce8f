import { graphql, type ResultOf } from '$/kit/graphql';

export const traceFields = graphql(`
  fragment TraceFields on Trace {
    rule
    result
    inputs {
      ref
      label
      value
    }
  }
`);

export const figureFields = graphql(
  `
    fragment FigureFields on Figures {
      questions
      answered
      met
      below
      open
      notApplicable
      completeness
      attainment
      attainmentAtLeast
      level
      completenessTrace {
        ...TraceFields
      }
      attainmentTrace {
        ...TraceFields
      }
      value
      valueAtLeast
      valueTrace {
        ...TraceFields
      }
    }
  `,
  [traceFields],
);

export const gateFields = graphql(
  `
    fragment GateFields on Gate {
      id
      title
      required
      reached
      state
      trace {
        ...TraceFields
      }
    }
  `,
  [traceFields],
);

export const outcomeFields = graphql(
  `
    fragment OutcomeFields on Outcome {
      state
      words
      trace {
        ...TraceFields
      }
    }
  `,
  [traceFields],
);

export const scoreFields = graphql(
  `
    fragment ScoreFields on Score {
      revision
      methodInstalled
      selfDeclared
      method
      methodVersion
      total {
        ...FigureFields
      }
      groups {
        groupId
        title
        figures {
          ...FigureFields
        }
        gates {
          ...GateFields
        }
      }
      gates {
        ...GateFields
      }
      outcome {
        ...OutcomeFields
      }
      controls {
        controlId
        groupId
        title
        state
        level
        target
        value
        dimensions {
          dimension
          value
        }
        trace {
          ...TraceFields
        }
        parts {
          partId
          state
          level
          value
          trace {
            ...TraceFields
          }
        }
      }
    }
  `,
  [figureFields, gateFields, outcomeFields, traceFields],
);

export const scoreQuery = graphql(
  `
    query Score($assessmentId: ID!, $language: String!) {
      score(assessmentId: $assessmentId, language: $language) {
        ...ScoreFields
      }
    }
  `,
  [scoreFields],
);

export const scorePageQuery = graphql(
  `
    query ScorePage($assessmentId: ID!, $language: String!) {
      assessment(id: $assessmentId) {
        title
        parts {
          id
          name
        }
        profile(language: $language) {
          levels
          lowest
          language
        }
      }
      score(assessmentId: $assessmentId, language: $language) {
        ...ScoreFields
      }
    }
  `,
  [scoreFields],
);

export const titlesQuery = graphql(`
  query ScoreTitles($assessmentId: ID!, $language: String!) {
    assessment(id: $assessmentId) {
      groups(language: $language) {
        id
        title
        language
        controls {
          id
          title
          language
          questions {
            id
            prompt
            language
          }
        }
      }
    }
  }
`);

const answerChangeFields = graphql(`
  fragment AnswerChangeFields on AnswerChange {
    controlId
    controlTitle
    partId
    partName
    questionId
    prompt
    before
    after
  }
`);

export const bestChangeQuery = graphql(
  `
    query BestChange($assessmentId: ID!, $groupId: ID, $controlId: ID, $language: String!) {
      bestChange(
        assessmentId: $assessmentId
        groupId: $groupId
        controlId: $controlId
        language: $language
      ) {
        words
        change {
          ...AnswerChangeFields
        }
        withOthers {
          ...AnswerChangeFields
        }
      }
    }
  `,
  [answerChangeFields],
);

export type Score = ResultOf<typeof scoreFields>;
export type Figures = ResultOf<typeof figureFields>;
export type Trace = ResultOf<typeof traceFields>;
export type ControlScore = Score['controls'][number];
export type Gate = ResultOf<typeof gateFields>;
export type GateState = Gate['state'];
export type Outcome = ResultOf<typeof outcomeFields>;
export type AnswerChange = ResultOf<typeof answerChangeFields>;
export type ControlState = ControlScore['state'];
