import { graphql } from '$/kit/graphql';

export const workbookQuery = graphql(`
  query Workbook($assessmentId: ID!) {
    assessment(id: $assessmentId) {
      id
      title
      state
      parts {
        id
        name
      }
    }
  }
`);
