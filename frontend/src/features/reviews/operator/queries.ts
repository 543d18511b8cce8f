import { graphql, type ResultOf } from '$/kit/graphql';
import { letterFields, questionFields, rulingFields, stepFields } from '../queries';

export const proceedingQuery = graphql(
  `
    query Proceeding($id: ID!, $language: String!) {
      proceeding(submissionId: $id) {
        submissionId
        authority
        reference
        state
        officer
        outcome(language: $language) {
          title
          text
        }
        returned {
          returnedAt
          dueOn
          reasons
          controls {
            controlId
            label
            title
            reason
          }
        }
        rulings {
          ...RulingFields
        }
        questions {
          ...QuestionFields
        }
        letters {
          ...LetterFields
        }
        steps {
          ...StepFields
        }
      }
      submission(id: $id) {
        id
        title
        number
        operatorId
        controls(state: NOT_APPLICABLE) {
          controlId
          label
          title
        }
      }
    }
  `,
  [stepFields, letterFields, questionFields, rulingFields],
);

export const proceedingStateQuery = graphql(`
  query ProceedingState($id: ID!) {
    proceeding(submissionId: $id) {
      authority
      state
      questions {
        state
      }
      letters {
        id
      }
    }
  }
`);

export const waitingQuestionsQuery = graphql(`
  query WaitingQuestions($id: ID!) {
    waitingQuestions(operatorId: $id) {
      id
      submissionId
      controlTitle
      text
      answerBy
      late
    }
  }
`);

export const ownEvidenceQuery = graphql(`
  query EvidenceForAnswer($id: ID!) {
    evidence(operatorId: $id, first: 100) {
      edges {
        node {
          id
          title
          filename
          revision
        }
      }
    }
  }
`);

export const answerQuestion = graphql(`
  mutation AnswerQuestion($input: AnswerQuestionInput!) {
    done: answerQuestion(input: $input) {
      __typename
      ... on QuestionAnswered {
        question {
          id
        }
      }
      ... on ReviewConflict {
        message
      }
      ... on StateProblem {
        message
        code
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
`);

export const marksQuery = graphql(`
  query AuthorityMarks($id: ID!) {
    authorityMarks(assessmentId: $id) {
      submissionId
      dueOn
      reasons
      marks {
        controlId
        part
        kind
        reason
        until
      }
    }
  }
`);

export type Proceeding = NonNullable<ResultOf<typeof proceedingQuery>['proceeding']>;
export type Marks = NonNullable<ResultOf<typeof marksQuery>['authorityMarks']>;
