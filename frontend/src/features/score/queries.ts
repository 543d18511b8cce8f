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
    }
  `,
  [traceFields],
);

export const scoreFields = graphql(
  `
    fragment ScoreFields on Score {
      revision
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
      }
      controls {
        controlId
        groupId
        title
        state
        level
        target
        trace {
          ...TraceFields
        }
        parts {
          partId
          state
          level
          trace {
            ...TraceFields
          }
        }
      }
    }
  `,
  [figureFields, traceFields],
);

export const scoreQuery = graphql(
  `
    query Score($assessmentId: ID!) {
      score(assessmentId: $assessmentId) {
        ...ScoreFields
      }
    }
  `,
  [scoreFields],
);

export const scorePageQuery = graphql(
  `
    query ScorePage($assessmentId: ID!) {
      assessment(id: $assessmentId) {
        title
        profile {
          levels
        }
      }
      score(assessmentId: $assessmentId) {
        ...ScoreFields
      }
    }
  `,
  [scoreFields],
);

export type Score = ResultOf<typeof scoreFields>;
export type Figures = ResultOf<typeof figureFields>;
export type Trace = ResultOf<typeof traceFields>;
export type ControlScore = Score['controls'][number];
export type ControlState = ControlScore['state'];
