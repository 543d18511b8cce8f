/** How the explorer speaks to the API: as the signed-in person, or with a bearer token. */

import type { GraphiQL } from 'graphiql';
import type { ComponentProps } from 'react';

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];

/** Runs a query and returns its data; refusals throw. */
export type Ask = <T>(query: string, variables?: Record<string, unknown>) => Promise<T>;

function post(body: unknown, token: string, extra: Record<string, string> = {}): Promise<Response> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Accept: 'application/graphql-response+json, application/json',
    'X-Nisassess-Client': 'web',
    ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
    ...extra,
  };
  // With a token, the browser's own session stays out of it.
  const credentials = token === '' ? 'same-origin' : 'omit';
  return fetch('/graphql', { method: 'POST', credentials, headers, body: JSON.stringify(body) });
}

export function createFetcher(token: () => string): Fetcher {
  return async (params, options) => {
    const extra = options?.headers as Record<string, string> | undefined;
    const response = await post(params, token(), extra);
    try {
      return await response.json();
    } catch {
      return { errors: [{ message: `HTTP ${response.status} ${response.statusText}`.trim() }] };
    }
  };
}

export function createAsk(token: () => string): Ask {
  return async <T>(query: string, variables: Record<string, unknown> = {}) => {
    const response = await post({ query, variables }, token());
    const answer = (await response.json()) as { data?: T; errors?: { message: string }[] };
    if (!answer.data) throw new Error(answer.errors?.[0]?.message ?? `HTTP ${response.status}`);
    return answer.data;
  };
}
