import { CLIENT_HEADER, sessionEnded } from '$/kit/api';
import { paths } from '$/kit/paths';
import type { ImportReport } from './entities';

/** Sends a file of the register: to see what it would do, or to do it. */
export async function sendRegister(file: File, preview: boolean): Promise<ImportReport | string> {
  const response = await fetch(`${paths.registerFile()}${preview ? '?preview=1' : ''}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...CLIENT_HEADER, 'Content-Type': 'text/csv' },
    body: file,
  });
  if (response.status === 401) throw sessionEnded();
  const answer = (await response.json()) as ImportReport | { error?: { message?: string } };
  return 'lines' in answer ? answer : (answer.error?.message ?? `${response.status}`);
}
