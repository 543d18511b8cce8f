import { figureFields, gateFields, outcomeFields } from '$/features/score/queries';
import { graphql, type ResultOf } from '$/kit/graphql';

/** Everything that is read before somebody approves or submits. */
export const reviewQuery = graphql(
  `
    query Review($id: ID!, $language: String!) {
      assessment(id: $id) {
        id
        title
        state
        revision
        scopeName
        periodFrom
        periodUntil
        submissionId
        language
        opening {
          option
          authority
          dated
        }
        profile(language: $language) {
          title
          regime
          levels
          lowest
          language
          languages
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
        }
        groups(language: $language) {
          id
          title
          language
          controls {
            id
            label
            title
            rationale
            target
            key
            language
            questions {
              id
              prompt
              kind
              unit
              language
              when {
                question
                anyOf
              }
              choices {
                value
                label
                description
                shows
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
          justification
          notApplicable
          notApplicableReason
        }
        measures {
          controlId
          partId
          what
          who
          until
          costClass
        }
        evidence {
          controlId
          partId
          evidence {
            id
            kind
            title
          }
        }
      }
      score(assessmentId: $id, language: $language) {
        revision
        total {
          ...FigureFields
        }
        gates {
          ...GateFields
        }
        outcome {
          ...OutcomeFields
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
          state
          level
          parts {
            partId
            state
            level
          }
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
  `,
  [figureFields, gateFields, outcomeFields],
);

export type ReviewData = ResultOf<typeof reviewQuery>;
export type ReviewedAssessment = NonNullable<ReviewData['assessment']>;
export type ReviewedScore = NonNullable<ReviewData['score']>;
export type Readiness = NonNullable<ReviewData['readiness']>;

export const releaseQuery = graphql(`
  query Release($id: ID!, $language: String!) {
    assessment(id: $id) {
      id
      caseId
      title
      state
      revision
      scopeName
      periodFrom
      periodUntil
      submissionId
      language
      revises
      opening {
        option
        authority
        dated
      }
      profile(language: $language) {
        title
        version
        regime
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
      }
      groups(language: $language) {
        controls {
          id
          title
        }
      }
    }
    addressees(assessmentId: $id) {
      id
      name
      country
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
    approvals(assessmentId: $id) {
      id
      approved
      body
      resolution
      resolvedOn
      lapsedAt
    }
  }
`);

export const setLanguageMutation = graphql(`
  mutation SetAssessmentLanguage($id: ID!, $language: String!) {
    setAssessmentLanguage(assessmentId: $id, language: $language) {
      __typename
      ... on LanguageSet {
        assessment {
          id
          language
        }
      }
      ... on StateProblem {
        message
      }
      ... on ValidationProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export const submitMutation = graphql(`
  mutation SubmitAssessment($input: SubmitAssessmentInput!) {
    submitAssessment(input: $input) {
      __typename
      ... on AssessmentSubmitted {
        submission {
          id
          number
          digest
          submittedAt
          pdfUrl
          addressee {
            name
            country
          }
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
      ... on StateProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export type Submitted = Extract<
  ResultOf<typeof submitMutation>['submitAssessment'],
  { __typename: 'AssessmentSubmitted' }
>['submission'];
