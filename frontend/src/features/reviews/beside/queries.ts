import { graphql, type ResultOf } from '$/kit/graphql';

const differenceFields = graphql(`
  fragment ReviewDifference on ControlDifference {
    controlId
    label
    title
    kind
    stateBefore
    stateAfter
    differences {
      aspect
      part
      subject
      before
      after
    }
  }
`);

const submittedFields = graphql(`
  fragment ReviewSubmitted on SubmittedControl {
    controlId
    groupId
    groupTitle
    label
    title
    state
    level
    target
    parts {
      name
      state
      level
      justification
      notApplicableReason
      answers {
        prompt
        answer
        answerText
      }
      evidence {
        kind
        title
        filename
        digest
        owner
        location
        downloadUrl
      }
      measure {
        what
        who
        until
        costClass
      }
    }
  }
`);

export const reviewControlQuery = graphql(
  `
    query ReviewControl($id: ID!, $control: ID!) {
      review(caseId: $id) {
        controls(ids: [$control]) {
          controlId
          statement
          references {
            citation
            title
          }
          notApplicableParts
          submitted {
            ...ReviewSubmitted
          }
          earlierVersion {
            ...ReviewSubmitted
          }
          lastYear {
            ...ReviewSubmitted
          }
          sinceVersion {
            ...ReviewDifference
          }
          sinceLastYear {
            ...ReviewDifference
          }
        }
      }
    }
  `,
  [submittedFields, differenceFields],
);

export type SideBySide = NonNullable<
  ResultOf<typeof reviewControlQuery>['review']
>['controls'][number];
