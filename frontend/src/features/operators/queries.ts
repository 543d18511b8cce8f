import { graphql, type ResultOf } from '$/kit/graphql';

export const operatorFields = graphql(`
  fragment OperatorFields on Operator {
    id
    version
    name
    country
    countries
    entityType
    entityTypeTitle
    sector
    subsector
    subsectorTitle
    regime
    headcount
    figures {
      year
      headcount
      turnover
      balanceSheet
    }
    linkedEnterprises {
      name
      linkage
      share
      headcount
      turnover
      balanceSheet
    }
    specialCases
    services
    contactEmail
  }
`);

export const statusFields = graphql(`
  fragment StatusFields on NisStatus {
    effective
    basis
    regime
    indicative {
      status
      rule
      citation
      reasons
      missing
    }
    listings {
      id
      status
      reason
      decidedOn
      citation
      authority {
        name
        country
      }
    }
  }
`);

export const homeQuery = graphql(
  `
    query OperatorHome($operatorId: ID!, $first: Int!, $after: String) {
      operator(id: $operatorId) {
        ...OperatorFields
      }
      nisStatus(operatorId: $operatorId) {
        ...StatusFields
      }
      assessments(operatorId: $operatorId, first: $first, after: $after) {
        edges {
          node {
            id
            title
            state
            scopeKind
            scopeName
            periodFrom
            periodUntil
            profileTitle
            updatedAt
            submissionId
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [operatorFields, statusFields],
);

export const editQuery = graphql(
  `
    query EditOperator($operatorId: ID!, $language: String!) {
      operator(id: $operatorId) {
        ...OperatorFields
      }
      sectors(language: $language) {
        id
        title
        annex
        subsectors {
          id
          title
          entityTypes {
            id
            title
            regime
            citation
          }
        }
      }
      specialCases(language: $language) {
        id
        title
        explanation
        citation
      }
    }
  `,
  [operatorFields],
);

export const updateOperatorMutation = graphql(
  `
    mutation UpdateOperator($input: UpdateOperatorInput!) {
      updateOperator(input: $input) {
        __typename
        ... on OperatorUpdated {
          operator {
            ...OperatorFields
          }
        }
        ... on OperatorConflict {
          message
          current {
            ...OperatorFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            message
          }
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [operatorFields],
);

export type Operator = ResultOf<typeof operatorFields>;
export type NisStatus = ResultOf<typeof statusFields>;
export type HomeData = ResultOf<typeof homeQuery>;
export type AssessmentSummary = NonNullable<HomeData['assessments']>['edges'][number]['node'];
export type EditData = ResultOf<typeof editQuery>;
export type Sector = EditData['sectors'][number];
export type SpecialCase = EditData['specialCases'][number];
