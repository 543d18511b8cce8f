import { CLIENT_HEADER, sessionEnded } from '$/kit/api';
import { connection } from '$/kit/connection.svelte';
import { NetworkError, RefusedError, ServerError } from '$/kit/errors';

export interface Brought {
  /** False: it was here already. */
  imported: boolean;
  submission: {
    id: string;
    operatorName: string;
    title: string;
    number: number;
    version: number;
    supersededBy: string | null;
    submittedAt: string;
    importedFrom: string | null;
  };
  evidenceElsewhere: {
    controlId: string;
    title: string;
    filename: string | null;
    digest: string | null;
  }[];
}

/** A file takes longer to send and to check than a query. */
const PATIENCE_MS = 180_000;

/** Imports a sealed PDF for an authority; a refusal is thrown with its code. */
export async function bring(file: File, authorityId: string): Promise<Brought> {
  const response = await send(file, authorityId);
  if (response.status === 401) throw sessionEnded();
  const answer = (await response.json().catch(() => null)) as
    (Brought & { error?: { code?: string; message?: string } }) | null;
  if (response.ok && answer?.submission) return answer;
  if (response.status >= 500 || !answer?.error) throw new ServerError(`${response.status}`);
  throw new RefusedError(answer.error.code ?? 'BAD_INPUT', answer.error.message ?? '');
}

async function send(file: File, authorityId: string): Promise<Response> {
  try {
    const query = new URLSearchParams({ authority: authorityId });
    const response = await fetch(`/submissions/import?${query.toString()}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/pdf', ...CLIENT_HEADER },
      body: file,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    connection.reached();
    return response;
  } catch (cause) {
    connection.failed();
    throw new NetworkError('No answer from the server.', { cause });
  }
}
