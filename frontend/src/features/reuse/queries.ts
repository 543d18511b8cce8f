import { graphql, type ResultOf } from '$/kit/graphql';

export const mappedQuery = graphql(`
  query MappedControls($assessmentId: ID!, $controlId: ID!) {
    mappedControls(assessmentId: $assessmentId, controlId: $controlId) {
      assessmentId
      assessmentTitle
      assessmentState
      periodFrom
      periodUntil
      profileTitle
      controlId
      label
      title
      relation
      state
      level
      levelName
      parts {
        state
        level
        justification
        notApplicableReason
        part {
          id
          name
        }
        evidence {
          evidence {
            id
            title
            kind
            filename
            owner
            location
            downloadUrl
          }
        }
      }
    }
  }
`);

export const coverageQuery = graphql(`
  query Coverage($assessmentId: ID!, $language: String!) {
    assessment(id: $assessmentId) {
      id
      title
      profile(language: $language) {
        levels
        lowest
      }
    }
    coverage(assessmentId: $assessmentId) {
      framework
      entries {
        target
        controls {
          controlId
          label
          title
          relation
          state
          level
        }
      }
    }
  }
`);

export type MappedControl = NonNullable<ResultOf<typeof mappedQuery>['mappedControls']>[number];
export type MappedPart = MappedControl['parts'][number];
export type Framework = NonNullable<ResultOf<typeof coverageQuery>['coverage']>[number];
export type Entry = Framework['entries'][number];
