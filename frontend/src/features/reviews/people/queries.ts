import { graphql } from '$/kit/graphql';

export const caseOfQuery = graphql(`
  query CaseOfSubmission($id: ID!) {
    reviewOf(submissionId: $id) {
      case {
        id
        state
        officerName
      }
    }
  }
`);

export const colleaguesQuery = graphql(`
  query ReviewColleagues($id: ID!) {
    members(organisationId: $id) {
      id
      name
      roles
    }
  }
`);
