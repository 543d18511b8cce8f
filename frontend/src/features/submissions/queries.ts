import { graphql, type ResultOf, type VariablesOf } from '$/kit/graphql';

export const sectorsQuery = graphql(`
  query SubmissionSectors($language: String!) {
    sectors(language: $language) {
      id
      title
      subsectors {
        id
        title
        entityTypes {
          id
          title
        }
      }
    }
  }
`);

export const submissionsQuery = graphql(`
  query Submissions($first: Int!, $after: String, $filter: SubmissionFilter) {
    submissions(first: $first, after: $after, filter: $filter) {
      edges {
        node {
          id
          number
          operatorName
          country
          entityType
          title
          periodFrom
          periodUntil
          profileTitle
          submittedAt
          completeness
          attainment
          met
          below
          notApplicable
          version
          supersededBy
          marking
          importedFrom
          pdfUrl
          addressee {
            name
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const submissionQuery = graphql(`
  query Submission($id: ID!, $language: String!) {
    submission(id: $id) {
      id
      number
      operatorName
      country
      sector
      subsector
      entityType
      title
      scopeKind
      periodFrom
      periodUntil
      profileTitle
      profileVersion
      submittedAt
      signatory
      digest
      selfDeclared
      completeness
      attainment
      met
      below
      notApplicable
      assessmentId
      operatorId
      version
      supersedes
      supersededBy
      marking
      sealKind
      sealKeyId
      sealedBy
      timestampedAt
      importedFrom
      earlier {
        id
        number
        version
        title
        submittedAt
      }
      pdfUrl
      addressee {
        name
        country
      }
      controls {
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
    }
    sectors(language: $language) {
      id
      title
      subsectors {
        id
        title
        entityTypes {
          id
          title
        }
      }
    }
  }
`);

/** Apart from the submission: a receipt is signed for each asking, and needs the key to be there. */
export const receiptQuery = graphql(`
  query Receipt($id: ID!) {
    submission(id: $id) {
      receipt
    }
  }
`);

export const readingsQuery = graphql(`
  query Readings($id: ID!, $first: Int!, $after: String) {
    readings(submissionId: $id, first: $first, after: $after) {
      edges {
        node {
          authorityName
          readerName
          isToken
          way
          at
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const reviseMutation = graphql(`
  mutation ReviseSubmission($id: ID!) {
    reviseSubmission(submissionId: $id) {
      __typename
      ... on RevisionStarted {
        assessment {
          id
        }
      }
      ... on StateProblem {
        message
        code
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

export const compareQuery = graphql(`
  query Compared($id: ID!) {
    submission(id: $id) {
      id
      number
      operatorName
      title
      version
      supersedes
      submittedAt
      earlier {
        id
        number
        version
        title
        submittedAt
      }
    }
  }
`);

export const differencesQuery = graphql(`
  query Differences($before: ID!, $after: ID!) {
    submissionDifferences(before: $before, after: $after) {
      same
      better
      worse
      controls {
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
    }
  }
`);

export type Sector = ResultOf<typeof sectorsQuery>['sectors'][number];
export type SubmissionFilter = NonNullable<VariablesOf<typeof submissionsQuery>['filter']>;
type Connection = NonNullable<ResultOf<typeof submissionsQuery>['submissions']>;
export type SubmissionSummary = Connection['edges'][number]['node'];
export type Submission = NonNullable<ResultOf<typeof submissionQuery>['submission']>;
export type SubmittedControl = Submission['controls'][number];
export type SubmittedPart = SubmittedControl['parts'][number];
export type Earlier = NonNullable<Submission['earlier']>[number];
export type Differences = NonNullable<ResultOf<typeof differencesQuery>['submissionDifferences']>;
export type ControlDifference = Differences['controls'][number];
export type Difference = ControlDifference['differences'][number];
type ReadingConnection = NonNullable<ResultOf<typeof readingsQuery>['readings']>;
export type Reading = ReadingConnection['edges'][number]['node'];
