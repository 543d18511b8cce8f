import { graphql, type ResultOf } from '$/kit/graphql';

export const stepFields = graphql(`
  fragment StepFields on CaseStep {
    id
    kind
    public
    by
    at
    count
    control
    to
    reason
    outcome
    decision
  }
`);

export const letterFields = graphql(`
  fragment LetterFields on ReviewLetter {
    id
    kind
    reference
    digest
    issuedAt
    downloadUrl
  }
`);

export const questionFields = graphql(`
  fragment QuestionFields on ReviewQuestion {
    id
    controlId
    controlLabel
    controlTitle
    text
    answerBy
    late
    state
    version
    askedBy
    askedAt
    thread {
      id
      byAuthority
      by
      at
      text
      evidence {
        kind
        title
        filename
        digest
        owner
        location
        downloadUrl
      }
    }
  }
`);

export const rulingFields = graphql(`
  fragment RulingFields on NotApplicableRuling {
    id
    submissionId
    controlId
    part
    accepted
    until
    reason
    version
    by
    at
  }
`);

const decisionFields = graphql(`
  fragment DecisionFields on ReviewDecision {
    id
    kind
    state
    outcome
    reasons
    controls {
      controlId
      label
      title
      reason
    }
    dueOn
    legalBasis
    proposedById
    proposedBy
    proposedAt
    refusal
  }
`);

export const reviewQuery = graphql(
  `
    query Review($id: ID!, $language: String!) {
      review(caseId: $id) {
        reference
        revision
        mine
        acknowledged
        fourEyes
        bases
        case {
          id
          authorityId
          state
          officerId
          officerName
          operatorName
          operatorId
          country
          dueOn
          submittedAt
        }
        submission {
          id
          number
          version
          title
          periodFrom
          periodUntil
          profileTitle
          submittedAt
          signatory
          completeness
          attainment
          met
          below
          notApplicable
          importedFrom
        }
        earlierVersion {
          id
          version
          submittedAt
        }
        lastYear {
          id
          title
          periodFrom
          periodUntil
        }
        controls {
          controlId
          groupId
          groupLabel
          groupTitle
          label
          title
          state
          level
          target
          key
          notApplicableParts
          sinceVersion {
            kind
          }
          sinceLastYear {
            kind
          }
        }
        notes {
          id
          controlId
          text
          version
          by
          mine
          at
          editedAt
          earlier {
            version
            text
            at
          }
        }
        questions {
          ...QuestionFields
        }
        rulings {
          ...RulingFields
        }
        decisions {
          ...DecisionFields
        }
        pending {
          ...DecisionFields
        }
        letters {
          ...LetterFields
        }
        steps {
          ...StepFields
        }
        outcomes(language: $language) {
          id
          title
          text
          needsReasons
          needsLegalBasis
        }
      }
    }
  `,
  [stepFields, letterFields, questionFields, rulingFields, decisionFields],
);

export type Review = NonNullable<ResultOf<typeof reviewQuery>['review']>;
export type ReviewedControl = Review['controls'][number];
export type Question = Review['questions'][number];
export type Ruling = Review['rulings'][number];
export type Decision = Review['decisions'][number];
export type Note = Review['notes'][number];
export type Letter = Review['letters'][number];
export type Step = Review['steps'][number];
