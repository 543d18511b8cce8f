import { graphql, type ResultOf } from '$/kit/graphql';

export const threadFields = graphql(`
  fragment ThreadFields on Thread {
    id
    controlId
    partId
    resolvedAt
    seen
    comments {
      id
      number
      kind
      author {
        id
        name
      }
      text
      mentions {
        id
        name
      }
      version
      writtenAt
      editedAt
      deletedAt
      mine
    }
  }
`);

export const threadsQuery = graphql(
  `
    query Threads($id: ID!, $first: Int!, $after: String, $filter: ThreadFilter) {
      threads(assessmentId: $id, first: $first, after: $after, filter: $filter) {
        edges {
          node {
            ...ThreadFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [threadFields],
);

export const countsQuery = graphql(`
  query DiscussionCounts($id: ID!) {
    discussionCounts(assessmentId: $id) {
      controlId
      open
      unread
    }
  }
`);

export const partsQuery = graphql(`
  query DiscussionParts($id: ID!) {
    assessment(id: $id) {
      id
      title
      parts {
        id
        name
      }
    }
  }
`);

export const mentionableQuery = graphql(`
  query Mentionable($id: ID!, $controlId: ID!, $partId: ID, $matching: String!) {
    mentionable(assessmentId: $id, controlId: $controlId, partId: $partId, matching: $matching) {
      id
      name
    }
  }
`);

export const versionsQuery = graphql(`
  query CommentVersions($id: ID!) {
    commentVersions(commentId: $id) {
      version
      text
      at
    }
  }
`);

export const startThreadMutation = graphql(
  `
    mutation StartThread($input: StartThreadInput!) {
      startThread(input: $input) {
        __typename
        ... on ThreadSaved {
          thread {
            ...ThreadFields
          }
        }
        ... on Problem {
          message
        }
        ... on ValidationProblem {
          issues {
            code
            message
          }
        }
        ... on StateProblem {
          code
        }
      }
    }
  `,
  [threadFields],
);

export const replyMutation = graphql(
  `
    mutation ReplyToThread($input: ReplyInput!) {
      replyToThread(input: $input) {
        __typename
        ... on ThreadSaved {
          thread {
            ...ThreadFields
          }
        }
        ... on Problem {
          message
        }
        ... on ValidationProblem {
          issues {
            code
            message
          }
        }
        ... on StateProblem {
          code
        }
      }
    }
  `,
  [threadFields],
);

export const editMutation = graphql(
  `
    mutation EditComment($input: EditCommentInput!) {
      editComment(input: $input) {
        __typename
        ... on ThreadSaved {
          thread {
            ...ThreadFields
          }
        }
        ... on CommentConflict {
          current {
            text
            version
            deletedAt
          }
        }
        ... on Problem {
          message
        }
        ... on ValidationProblem {
          issues {
            code
            message
          }
        }
        ... on StateProblem {
          code
        }
      }
    }
  `,
  [threadFields],
);

export const deleteMutation = graphql(
  `
    mutation DeleteComment($input: DeleteCommentInput!) {
      deleteComment(input: $input) {
        __typename
        ... on ThreadSaved {
          thread {
            ...ThreadFields
          }
        }
        ... on Problem {
          message
        }
        ... on StateProblem {
          code
        }
      }
    }
  `,
  [threadFields],
);

export const resolveMutation = graphql(
  `
    mutation ResolveThread($input: ResolveThreadInput!) {
      resolveThread(input: $input) {
        __typename
        ... on ThreadSaved {
          thread {
            ...ThreadFields
          }
        }
        ... on Problem {
          message
        }
        ... on StateProblem {
          code
        }
      }
    }
  `,
  [threadFields],
);

export const readMutation = graphql(`
  mutation MarkThreadsRead($threads: [ReadThreadInput!]!) {
    markThreadsRead(threads: $threads) {
      __typename
    }
  }
`);

export type Thread = ResultOf<typeof threadFields>;
export type Comment = Thread['comments'][number];
export type Colleague = Comment['author'];
export type Count = NonNullable<ResultOf<typeof countsQuery>['discussionCounts']>[number];
export interface Part {
  id: string;
  name: string;
}
