import { print, type DocumentNode } from '@0no-co/graphql.web';
import type { TadaDocumentNode } from 'gql.tada';
import { connection } from './connection.svelte';
import { NetworkError, RefusedError, ServerError, UnauthenticatedError } from './errors';

/** Without this header the server does not accept the session cookie on unsafe requests. */
export const CLIENT_HEADER = { 'X-Nisassess-Client': 'web' } as const;

const TIMEOUT_MS = 30_000;

interface GraphQLAnswer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; incident?: string } }[];
}

export interface RequestOptions {
  signal?: AbortSignal;
  /** Lets the request outlive the page; for the last save before leaving. */
  keepalive?: boolean;
}

const printed = new WeakMap<object, string>();

function text(document: object): string {
  let found = printed.get(document);
  if (found === undefined) {
    found = print(document as unknown as DocumentNode);
    printed.set(document, found);
  }
  return found;
}

let whenUnauthenticated: () => void = () => {};

/** The session hands in what happens when the server no longer knows us. */
export function onUnauthenticated(handler: () => void): void {
  whenUnauthenticated = handler;
}

let whenForbidden: () => void = () => {};

/** The session hands in what happens when the server refuses what the page took as allowed. */
export function onForbidden(handler: () => void): void {
  whenForbidden = handler;
}

export function sessionEnded(): UnauthenticatedError {
  whenUnauthenticated();
  return new UnauthenticatedError('The session has ended.');
}

/** Runs a query or a mutation; throws an ApiError, never returns half an answer. */
export async function request<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  options: RequestOptions = {},
): Promise<Result> {
  const response = await post({ query: text(document), variables }, options);
  if (response.status === 401) throw sessionEnded();
  const answer = await readAnswer(response);
  if (answer.errors?.length) throwFirst(answer.errors);
  return answer.data as Result;
}

async function post(body: unknown, options: RequestOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...CLIENT_HEADER,
      },
      body: JSON.stringify(body),
      keepalive: options.keepalive ?? false,
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
    connection.reached();
    return response;
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    connection.failed();
    throw new NetworkError('No answer from the server.', { cause });
  }
}

async function readAnswer(response: Response): Promise<GraphQLAnswer> {
  try {
    const answer = (await response.json()) as GraphQLAnswer;
    if (answer && (answer.data !== undefined || answer.errors)) return answer;
  } catch (cause) {
    if (response.ok) throw new NetworkError('The answer broke off.', { cause });
  }
  if (response.status >= 500) throw new ServerError(`The server answered ${response.status}.`);
  throw new RefusedError('BAD_INPUT', `The server answered ${response.status}.`);
}

function throwFirst(errors: NonNullable<GraphQLAnswer['errors']>): never {
  const error = errors[0]!;
  const code = error.extensions?.code ?? 'INTERNAL';
  if (code === 'UNAUTHENTICATED') throw sessionEnded();
  if (code === 'FORBIDDEN') whenForbidden();
  if (code === 'INTERNAL') {
    throw new ServerError(error.message, error.extensions?.incident ?? null);
  }
  throw new RefusedError(code, error.message);
}
