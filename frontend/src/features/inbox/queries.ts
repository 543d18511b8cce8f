import { graphql, type ResultOf } from '$/kit/graphql';

const noticeFields = graphql(`
  fragment NoticeFields on Notice {
    id
    kind
    state
    at
    text
    advice
    path
    organisationName
    details {
      name
      value
    }
  }
`);

const settingsFields = graphql(`
  fragment NoticeSettingsFields on NoticeSettings {
    timeZone
    language
    digestHour
    mail
    version
    email
    mailSent
    kinds {
      kind
      title
      inApp
      mail
      alwaysInApp
    }
  }
`);

export const unreadQuery = graphql(`
  query UnreadNotices {
    unreadNotices
  }
`);

export const inboxQuery = graphql(
  `
    query Inbox($first: Int!, $after: String, $filter: NoticeFilter, $language: String!) {
      notices(first: $first, after: $after, filter: $filter, language: $language) {
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
      unreadNotices
      noticeSettings(language: $language) {
        kinds {
          kind
          title
        }
      }
    }
  `,
  [noticeFields],
);

export const moveNoticesMutation = graphql(
  `
    mutation MoveNotices($ids: [ID!]!, $state: NoticeState!, $language: String!) {
      moveNotices(ids: $ids, state: $state, language: $language) {
        __typename
        ... on NoticesMoved {
          unread
          notices {
            ...NoticeFields
          }
        }
        ... on NotFoundProblem {
          message
        }
        ... on ValidationProblem {
          message
        }
      }
    }
  `,
  [noticeFields],
);

export const readAllMutation = graphql(`
  mutation ReadAllNotices($kind: NoticeKind) {
    readAllNotices(kind: $kind) {
      count
      readAt
      unread
    }
  }
`);

export const unreadAllMutation = graphql(`
  mutation UnreadAllNotices($readAt: DateTime!) {
    unreadAllNotices(readAt: $readAt) {
      count
      unread
    }
  }
`);

export const noticeSettingsQuery = graphql(
  `
    query NoticeSettings($language: String!) {
      noticeSettings(language: $language) {
        ...NoticeSettingsFields
      }
    }
  `,
  [settingsFields],
);

export const settingsKnownQuery = graphql(`
  query NoticeSettingsKnown {
    noticeSettings {
      version
    }
  }
`);

export const changeSettingsMutation = graphql(
  `
    mutation ChangeNoticeSettings($input: NoticeSettingsInput!, $language: String!) {
      changeNoticeSettings(input: $input, language: $language) {
        __typename
        ... on NoticeSettingsChanged {
          settings {
            ...NoticeSettingsFields
          }
        }
        ... on NoticeSettingsConflict {
          message
          current {
            ...NoticeSettingsFields
          }
        }
        ... on ValidationProblem {
          message
          issues {
            path
            message
          }
        }
      }
    }
  `,
  [settingsFields],
);

export const guessSettingsMutation = graphql(`
  mutation GuessNoticeSettings($timeZone: String!, $language: String!) {
    guessNoticeSettings(timeZone: $timeZone, language: $language) {
      kept
    }
  }
`);

type Page = ResultOf<typeof inboxQuery>;
export type Notice = NonNullable<Page['notices']>['edges'][number]['node'];
export type NoticeKind = Notice['kind'];
export type NoticeState = Notice['state'];
export type NoticeSettings = NonNullable<ResultOf<typeof noticeSettingsQuery>['noticeSettings']>;
export type NoticeChoice = NoticeSettings['kinds'][number];
