import { graphql } from '$/kit/graphql';

/** What every step on a case answers with. */
export const caseProblems = graphql(`
  fragment CaseProblems on CaseResult {
    __typename
    ... on CaseReviewed {
      review {
        revision
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
`);

export const takeCase = graphql(
  `
    mutation TakeCase($caseId: ID!) {
      done: takeCase(caseId: $caseId) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const giveBackCase = graphql(
  `
    mutation GiveBackCase($caseId: ID!, $revision: Int!) {
      done: giveBackCase(caseId: $caseId, revision: $revision) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const handOverCase = graphql(
  `
    mutation HandOverCase($input: HandOverCaseInput!) {
      done: handOverCase(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const addNote = graphql(
  `
    mutation AddNote($input: AddNoteInput!) {
      done: addNote(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const editNote = graphql(
  `
    mutation EditNote($input: EditNoteInput!) {
      done: editNote(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const draftQuestion = graphql(
  `
    mutation DraftQuestion($input: DraftQuestionInput!) {
      done: draftQuestion(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const editQuestion = graphql(
  `
    mutation EditQuestion($input: EditQuestionInput!) {
      done: editQuestion(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const discardQuestion = graphql(
  `
    mutation DiscardQuestion($questionId: ID!, $expectedVersion: Int!) {
      done: discardQuestion(questionId: $questionId, expectedVersion: $expectedVersion) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const sendQuestions = graphql(
  `
    mutation SendQuestions($input: SendQuestionsInput!) {
      done: sendQuestions(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const followUpQuestion = graphql(
  `
    mutation FollowUpQuestion($input: FollowUpInput!) {
      done: followUpQuestion(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const settleQuestion = graphql(
  `
    mutation SettleQuestion($questionId: ID!, $expectedVersion: Int!) {
      done: settleQuestion(questionId: $questionId, expectedVersion: $expectedVersion) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const withdrawQuestion = graphql(
  `
    mutation WithdrawQuestion($questionId: ID!, $expectedVersion: Int!) {
      done: withdrawQuestion(questionId: $questionId, expectedVersion: $expectedVersion) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const ruleNotApplicable = graphql(
  `
    mutation RuleNotApplicable($input: RuleNotApplicableInput!) {
      done: ruleNotApplicable(input: $input) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);

export const removeRuling = graphql(
  `
    mutation RemoveRuling($rulingId: ID!, $expectedVersion: Int!) {
      done: removeRuling(rulingId: $rulingId, expectedVersion: $expectedVersion) {
        ...CaseProblems
      }
    }
  `,
  [caseProblems],
);
