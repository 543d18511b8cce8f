import { graphql, type ResultOf } from '$/kit/graphql';

const basis = graphql(`
  fragment Basis on StatisticsBasis {
    submissions
    operators
    imported
    periodFrom
    periodUntil
    profiles {
      id
      version
      title
      submissions
    }
  }
`);
const tally = graphql(`
  fragment Tally on OutcomeTally {
    met
    below
    notApplicable
    open
    assessed
  }
`);
const control = graphql(
  `
    fragment ControlFigure on ControlFigures {
      controlId
      label
      title
      groupTitle
      tally {
        ...Tally
      }
      levels {
        level
        name
        submissions
      }
    }
  `,
  [tally],
);

export const choicesQuery = graphql(`
  query StatisticsChoices($language: String!) {
    statisticsChoices {
      requests {
        id
        title
        submissions
      }
      profiles {
        id
        title
        submissions
      }
      years {
        id
        submissions
      }
      countries {
        id
        submissions
      }
      subsectors {
        id
        submissions
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

export const distributionQuery = graphql(
  `
    query Distribution($filter: StatisticsFilter, $language: String) {
      outcomeDistribution(filter: $filter, language: $language) {
        basis {
          ...Basis
        }
        groups {
          groupId
          label
          title
          tally {
            ...Tally
          }
          controls {
            ...ControlFigure
          }
        }
      }
    }
  `,
  [basis, tally, control],
);

export const weakestQuery = graphql(
  `
    query Weakest($filter: StatisticsFilter, $language: String) {
      weakestControls(first: 20, filter: $filter, language: $language) {
        basis {
          ...Basis
        }
        controls {
          ...ControlFigure
        }
      }
    }
  `,
  [basis, control],
);

export const notApplicableQuery = graphql(
  `
    query NotApplicable(
      $filter: StatisticsFilter
      $language: String
      $after: String
      $control: ID
    ) {
      notApplicableFigures(
        first: 50
        after: $after
        filter: $filter
        controlId: $control
        language: $language
      ) {
        basis {
          ...Basis
        }
        controls {
          ...ControlFigure
        }
        reasons {
          controlId
          title
          reason
          submissions
        }
        edges {
          node {
            controlId
            title
            part
            reason
            submissionId
            operatorName
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [basis, control],
);

export const lateQuery = graphql(`
  query LateCases($filter: StatisticsFilter, $after: String) {
    lateCases(first: 50, after: $after, filter: $filter) {
      on
      late
      requests {
        requestId
        title
        dueOn
        cases
        late
        submittedLate
      }
      edges {
        node {
          operatorId
          operatorName
          country
          state
          dueOn
          daysLate
          remindedOn
          requestTitle
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const evolutionQuery = graphql(
  `
    query Evolution($profile: ID!, $filter: StatisticsFilter, $control: ID) {
      evolution(profileId: $profile, filter: $filter, controlId: $control) {
        basis {
          ...Basis
        }
        everybody {
          year
          submissions
          operators
          tally {
            ...Tally
          }
        }
        sameOperators {
          year
          submissions
          operators
          tally {
            ...Tally
          }
        }
      }
    }
  `,
  [basis, tally],
);

export const measuresQuery = graphql(
  `
    query LateMeasures($filter: StatisticsFilter, $language: String, $after: String) {
      lateMeasures(first: 50, after: $after, filter: $filter, language: $language) {
        on
        measures
        submissions
        basis {
          ...Basis
        }
        edges {
          node {
            controlId
            title
            what
            who
            until
            daysLate
            submissionId
            operatorName
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [basis],
);

export type Choices = NonNullable<ResultOf<typeof choicesQuery>['statisticsChoices']>;
type Distribution = NonNullable<ResultOf<typeof distributionQuery>['outcomeDistribution']>;
export type BasisFacts = Distribution['basis'];
export type Group = Distribution['groups'][number];
export type Control = Group['controls'][number];
export type TallyFacts = Group['tally'];
export type Year = NonNullable<ResultOf<typeof evolutionQuery>['evolution']>['everybody'][number];
