import { graphql, type ResultOf } from '$/kit/graphql';

/** The pinned content of an assessment: it never changes, so it is read once. */
export const contentQuery = graphql(`
  query AssessmentContent($id: ID!, $language: String!) {
    assessment(id: $id) {
      id
      title
      profile(language: $language) {
        title
        levels
        lowest
        notice
        language
      }
      groups(language: $language) {
        id
        label
        title
        summary
        language
        controls {
          id
          label
          title
          statement
          rationale
          guidance
          exampleEvidence
          mapped {
            framework
            target
            relation
            controlId
          }
          notApplicable
          key
          target
          language
          references {
            citation
            title
            force
            celex
            addressee
            note
            verified
            appliesFrom
            appliesUntil
            checkedOn
            checkedBy
          }
          questions {
            id
            prompt
            hint
            kind
            level
            dimension
            optional
            unit
            minimum
            maximum
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
    }
  }
`);

export const responseFields = graphql(`
  fragment ResponseFields on Response {
    controlId
    questionId
    partId
    value
    version
    updatedAt
    updatedBy
  }
`);

export const statementFields = graphql(`
  fragment StatementFields on Statement {
    controlId
    partId
    justification
    notApplicable
    notApplicableReason
    version
    updatedAt
    updatedBy
  }
`);

export const measureFields = graphql(`
  fragment MeasureFields on Measure {
    controlId
    partId
    what
    who
    until
    costClass
    state
    reason
    ownerId
    ownerName
    version
    updatedAt
    updatedBy
  }
`);

export const progressFields = graphql(`
  fragment ProgressFields on PlanProgress {
    number
    state
    what
    until
    ownerId
    ownerName
    note
    at
    by
  }
`);

export const controlQuery = graphql(
  `
    query ControlResponses($id: ID!, $controlId: ID!) {
      assessment(id: $id) {
        id
        state
        revision
        carriedFrom
        carried {
          controlId
          change
          origins
          dropped
          note
          confirmedAt
          confirmedBy
        }
        parts {
          id
          name
          description
        }
        responses(controlId: $controlId) {
          ...ResponseFields
        }
        statements(controlId: $controlId) {
          ...StatementFields
        }
        measures(controlId: $controlId) {
          ...MeasureFields
        }
        evidence(controlId: $controlId) {
          controlId
          partId
          attachedAt
          attachedBy
          evidence {
            id
            kind
            title
            filename
            mediaType
            size
            digest
            owner
            location
            dated
            validUntil
            revision
            addedAt
            addedBy
            downloadUrl
          }
        }
      }
    }
  `,
  [responseFields, statementFields, measureFields],
);

export const controlScoreQuery = graphql(`
  query ControlScore($id: ID!) {
    score(assessmentId: $id) {
      controls {
        controlId
        state
        level
        target
        parts {
          partId
          state
          level
        }
      }
    }
  }
`);

export const historyQuery = graphql(`
  query ControlHistory($id: ID!, $controlId: ID, $first: Int!, $after: String) {
    changes(assessmentId: $id, controlId: $controlId, first: $first, after: $after) {
      edges {
        node {
          id
          at
          by
          kind
          controlId
          questionId
          partId
          summary
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export type Content = NonNullable<ResultOf<typeof contentQuery>['assessment']>;
export type ContentGroup = Content['groups'][number];
export type Control = ContentGroup['controls'][number];
export type Question = Control['questions'][number];
export type ControlResponses = NonNullable<ResultOf<typeof controlQuery>['assessment']>;
export type Response = ResultOf<typeof responseFields>;
export type Statement = ResultOf<typeof statementFields>;
export type Measure = ResultOf<typeof measureFields>;
export type ProgressEntry = ResultOf<typeof progressFields>;
export type AttachedEvidence = ControlResponses['evidence'][number];
export type ChangeNode = NonNullable<
  ResultOf<typeof historyQuery>['changes']
>['edges'][number]['node'];
