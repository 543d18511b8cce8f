import { graphql, type ResultOf } from '$/kit/graphql';

export const requestFields = graphql(`
  fragment RequestFields on Request @_unmask {
    id
    authorityId
    title
    purpose
    legalBasis
    pointsEssential
    pointsImportant
    regime
    scopeKind
    periodFrom
    periodUntil
    dueOn
    state
    version
    withdrawnBecause
    createdBy
    sentAt
    profile {
      id
      version
      title
      catalogues {
        id
        version
        title
      }
    }
    errand {
      kind
      done
      total
      finished
    }
  }
`);

export const requestsQuery = graphql(
  `
    query Requests($authorityId: ID!, $first: Int!, $after: String) {
      requests(authorityId: $authorityId, first: $first, after: $after) {
        edges {
          node {
            ...RequestFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [requestFields],
);

export const requestQuery = graphql(
  `
    query Request($id: ID!) {
      request(id: $id) {
        ...RequestFields
      }
      requestPreview(requestId: $id) {
        named
        willGet
        withoutMembers
        leftOutCount
        leftOut {
          obstacle
          entity {
            operatorId
            name
          }
        }
      }
      requestedEntityCounts(requestId: $id) {
        state
        count
      }
      requestedEntities(requestId: $id, first: 100) {
        edges {
          node {
            operatorId
            name
            country
            state
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  `,
  [requestFields],
);

export const progressQuery = graphql(
  `
    query RequestProgress($id: ID!) {
      request(id: $id) {
        ...RequestFields
      }
    }
  `,
  [requestFields],
);

export const requestFormQuery = graphql(`
  query RequestForm($authorityId: ID!, $language: String!) {
    requestableProfiles(authorityId: $authorityId, language: $language) {
      id
      version
      title
      regime
      scopeKinds
      catalogues {
        id
        version
        title
      }
    }
  }
`);

export const choicesQuery = graphql(`
  query RequestChoices($language: String!) {
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

export const searchOperatorsQuery = graphql(`
  query SearchOperators($filter: OperatorFilter) {
    operators(first: 20, filter: $filter) {
      edges {
        node {
          id
          name
          country
          entityTypeTitle
        }
      }
    }
  }
`);

export const fittingQuery = graphql(`
  query EntitiesFitting($id: ID!, $filter: EntityFilter!) {
    entitiesFitting(requestId: $id, filter: $filter)
  }
`);

export type RequestRow = ResultOf<typeof requestFields>;
export type FormProfile = NonNullable<
  ResultOf<typeof requestFormQuery>['requestableProfiles']
>[number];
export type Preview = NonNullable<ResultOf<typeof requestQuery>['requestPreview']>;
export type Entity = NonNullable<
  ResultOf<typeof requestQuery>['requestedEntities']
>['edges'][number]['node'];
export type Sector = NonNullable<ResultOf<typeof choicesQuery>['sectors']>[number];
