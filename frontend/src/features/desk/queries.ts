import { graphql, type ResultOf, type VariablesOf } from '$/kit/graphql';

export const deskQuery = graphql(`
  query Desk(
    $authorityId: ID!
    $first: Int!
    $after: String
    $filter: CaseFilter
    $order: CaseOrder!
    $descending: Boolean!
  ) {
    cases(
      authorityId: $authorityId
      first: $first
      after: $after
      filter: $filter
      order: $order
      descending: $descending
    ) {
      edges {
        node {
          id
          operatorId
          operatorName
          country
          subsector
          status
          state
          dueOn
          overdue
          openedOn
          submissionId
          submittedAt
          completeness
          attainment
          officerId
          officerName
          requestId
          requestTitle
          remindedOn
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    caseCounts(authorityId: $authorityId, filter: $filter) {
      state
      count
      overdue
    }
  }
`);

/** What stays while the filter changes. */
export const deskFrameQuery = graphql(`
  query DeskFrame($authorityId: ID!, $organisationId: ID!, $language: String!) {
    caseCounts(authorityId: $authorityId) {
      state
      count
      overdue
    }
    deskViews(authorityId: $authorityId) {
      id
      name
      query {
        name
        value
      }
      shared
      own
      ownerName
      version
      isDefault
    }
    requests(authorityId: $authorityId, first: 50) {
      edges {
        node {
          id
          title
        }
      }
    }
    members(organisationId: $organisationId) {
      id
      name
    }
    sectors(language: $language) {
      id
      title
      subsectors {
        id
        title
      }
    }
  }
`);

export const remindMutation = graphql(`
  mutation RemindCases($input: CaseSelectionInput!) {
    remindCases(input: $input) {
      __typename
      ... on CasesReminded {
        count
        sparedCount
        spared {
          caseId
          operatorName
          reason
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
`);

export const assignMutation = graphql(`
  mutation AssignCases($input: CaseSelectionInput!, $officerId: ID) {
    assignCases(input: $input, officerId: $officerId) {
      __typename
      ... on CasesAssigned {
        count
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
`);

export const saveViewMutation = graphql(`
  mutation SaveDeskView($input: SaveDeskViewInput!) {
    saveDeskView(input: $input) {
      __typename
      ... on DeskViewSaved {
        view {
          id
        }
      }
      ... on DeskViewConflict {
        message
      }
      ... on ValidationProblem {
        message
        issues {
          path
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

export const removeViewMutation = graphql(`
  mutation RemoveDeskView($id: ID!) {
    removeDeskView(id: $id) {
      __typename
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

export const defaultViewMutation = graphql(`
  mutation SetDefaultDeskView($authorityId: ID!, $viewId: ID) {
    setDefaultDeskView(authorityId: $authorityId, viewId: $viewId) {
      __typename
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

type Answer = ResultOf<typeof deskQuery>;
type Frame = ResultOf<typeof deskFrameQuery>;
export type CaseItem = NonNullable<Answer['cases']>['edges'][number]['node'];
export type CaseCount = NonNullable<Answer['caseCounts']>[number];
export type CaseState = CaseItem['state'];
export type CaseOrder = VariablesOf<typeof deskQuery>['order'];
export type CaseFilter = NonNullable<VariablesOf<typeof deskQuery>['filter']>;
export type DeskView = NonNullable<Frame['deskViews']>[number];
export type Reminded = Extract<
  NonNullable<ResultOf<typeof remindMutation>['remindCases']>,
  { __typename: 'CasesReminded' }
>;
export type Sectors = NonNullable<Frame['sectors']>;
