import { graphql, type ResultOf } from '$/kit/graphql';

const entryFields = graphql(`
  fragment EntryFields on RegisterEntry {
    id
    nationalNumber
    name
    country
    subsector
    contactEmail
    status
    decidedOn
    reason
    citation
    operatorId
    updatedAt
    updatedBy
  }
`);

export const entriesQuery = graphql(
  `
    query RegisterEntries($first: Int!, $after: String, $filter: RegisterFilter) {
      registerEntries(first: $first, after: $after, filter: $filter) {
        edges {
          node {
            ...EntryFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [entryFields],
);

export const entryQuery = graphql(
  `
    query RegisterEntry($id: ID!) {
      registerEntry(id: $id) {
        ...EntryFields
        decisions {
          status
          reason
          citation
          decidedOn
          recordedAt
          recordedBy
        }
        candidates {
          id
          name
        }
      }
    }
  `,
  [entryFields],
);

export const tieMutation = graphql(`
  mutation TieRegisterEntry($entry: ID!, $operator: ID) {
    tieRegisterEntry(entryId: $entry, operatorId: $operator) {
      __typename
      ... on RegisterEntryTied {
        entry {
          id
        }
      }
      ... on ValidationProblem {
        message
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

const noticeFields = graphql(`
  fragment NoticeFields on ChangeNotice {
    id
    operatorId
    operatorName
    authority {
      name
    }
    changedOn
    dueOn
    late
    note
    changes {
      fact
      before
      after
    }
    sentAt
    sentBy
    acknowledgedAt
    acknowledgedBy
  }
`);

export const noticesQuery = graphql(
  `
    query ChangeNotices($first: Int!, $after: String, $operator: ID) {
      changeNotices(first: $first, after: $after, operatorId: $operator) {
        edges {
          node {
            ...NoticeFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [noticeFields],
);

export const noticeQuery = graphql(
  `
    query ChangeNotice($id: ID!) {
      changeNotice(id: $id) {
        ...NoticeFields
      }
    }
  `,
  [noticeFields],
);

export const acknowledgeMutation = graphql(`
  mutation AcknowledgeChange($id: ID!) {
    acknowledgeChange(id: $id) {
      __typename
      ... on StateProblem {
        message
      }
      ... on NotFoundProblem {
        message
      }
    }
  }
`);

const registrationFields = graphql(`
  fragment RegistrationFields on Registration {
    version
    nationalNumber
    address
    ipRanges
    contactPoints {
      name
      email
      phone
      aroundTheClock
    }
    updatedAt
    updatedBy
  }
`);

export const registrationQuery = graphql(
  `
    query Registration($id: ID!) {
      registration(operatorId: $id) {
        ...RegistrationFields
      }
    }
  `,
  [registrationFields],
);

export const pendingQuery = graphql(`
  query PendingChange($id: ID!) {
    pendingChange(operatorId: $id) {
      changedOn
      dueOn
      citation
      changes {
        fact
        before
        after
      }
      authorities {
        name
      }
    }
  }
`);

export const saveRegistrationMutation = graphql(
  `
    mutation SaveRegistration($input: SaveRegistrationInput!) {
      saveRegistration(input: $input) {
        __typename
        ... on RegistrationSaved {
          registration {
            version
          }
        }
        ... on RegistrationConflict {
          message
          current {
            ...RegistrationFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            code
            message
          }
        }
        ... on NotFoundProblem {
          message
        }
      }
    }
  `,
  [registrationFields],
);

export const sendNoticeMutation = graphql(`
  mutation SendChangeNotice($input: SendChangeNoticeInput!) {
    sendChangeNotice(input: $input) {
      __typename
      ... on ChangeNoticesSent {
        notices {
          id
        }
      }
      ... on ValidationProblem {
        message
        issues {
          path
          code
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

export type Notice = NonNullable<ResultOf<typeof noticeQuery>['changeNotice']>;
export type Changes = Notice['changes'];
export type Registration = NonNullable<ResultOf<typeof registrationQuery>['registration']>;

/** What the server tells of a file. */
export interface ImportReport {
  imported: boolean;
  lines: number;
  new: number;
  changed: number;
  unchanged: number;
  decided: number;
  faultCount: number;
  faults: { line: number; column: string; code: string; message: string }[];
  rows: {
    line: number;
    nationalNumber: string;
    name: string;
    outcome: 'new' | 'changed' | 'unchanged';
  }[];
}
