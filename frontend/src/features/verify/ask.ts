import { connection } from '$/kit/connection.svelte';
import { NetworkError, RefusedError, ServerError } from '$/kit/errors';
import type { OfDigest, OfFile } from './verdict';

/** A file takes longer to send and to check than a query. */
const PATIENCE_MS = 180_000;

/** Has a file checked. The file goes to the server as it is, and is not kept there. */
export async function verifyFile(file: File): Promise<OfFile> {
  const headers = { 'Content-Type': 'application/pdf' };
  return (await ask('/verify', { method: 'POST', headers, body: file })) as OfFile;
}

/** Asks what was sealed under a digest. */
export async function verifyDigest(digest: string): Promise<OfDigest> {
  const headers = { Accept: 'application/json' };
  return (await ask(`/verify/${encodeURIComponent(digest)}`, { headers })) as OfDigest;
}

async function ask(address: string, init: RequestInit): Promise<unknown> {
  const response = await send(address, init);
  const answer = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string };
  } | null;
  if (response.ok && answer) return answer;
  if (response.status === 413) throw new RefusedError('TOO_LARGE', 'The file is too large.');
  if (answer?.error?.code) {
    throw new RefusedError(answer.error.code, answer.error.message ?? `${response.status}`);
  }
  throw new ServerError(`The server answered ${response.status}.`);
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    // Nothing of who is signed in is asked for, so nothing of it is sent.
    const response = await fetch(address, { ...init, credentials: 'omit', signal });
    connection.reached();
    return response;
  } catch (cause) {
    connection.failed();
    throw new NetworkError('No answer from the server.', { cause });
  }
}
