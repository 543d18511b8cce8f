import { CLIENT_HEADER, sessionEnded } from '$/kit/api';
import { connection } from '$/kit/connection.svelte';
import { NetworkError, RefusedError, ServerError } from '$/kit/errors';

export interface Place {
  sheet: string;
  /** From 1; 0 where it is not known. */
  row: number;
  /** The heading of the column; empty where it is not known. */
  column: string;
}

export interface Conflict extends Place {
  controlId: string;
  partId: string;
  questionId: string | null;
  yours: string | null;
  current: string | null;
}

export interface Filled {
  answers: number;
  statements: number;
  conflicts: Conflict[];
  faults: (Place & { message: string })[];
}

interface Refusal {
  error?: { code?: string; message?: string; issues?: { message: string }[] };
}

/** Sends a filled-in workbook; faults in it are an answer, everything else that fails is thrown. */
export async function uploadWorkbook(assessmentId: string, file: File): Promise<Filled> {
  const response = await send(assessmentId, file);
  if (response.status === 401) throw sessionEnded();
  const answer = (await response.json().catch(() => null)) as (Filled & Refusal) | null;
  if (answer && Array.isArray(answer.faults)) return answer;
  if (response.status >= 500 || !answer) throw new ServerError(`${response.status}`);
  const found = answer.error?.issues?.map(({ message }) => message).join(' ');
  throw new RefusedError('BAD_INPUT', found || answer.error?.message || `${response.status}`);
}

async function send(assessmentId: string, file: File): Promise<Response> {
  try {
    const response = await fetch(`/assessments/${encodeURIComponent(assessmentId)}/workbook.xlsx`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': file.type || 'application/octet-stream', ...CLIENT_HEADER },
      body: file,
    });
    connection.reached();
    return response;
  } catch (cause) {
    connection.failed();
    throw new NetworkError('No answer from the server.', { cause });
  }
}
