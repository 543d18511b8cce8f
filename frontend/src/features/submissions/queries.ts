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

export const documentQuery = graphql(`
  query SubmissionDocument($id: ID!) {
    submission(id: $id) {
      document
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
