import { sessionEnded } from '$/kit/api';
import { nameFrom, saveFile } from './saving';

/** A document that the server cannot give, with the code of the reason. */
export class NotGiven extends Error {
  override name = 'NotGiven';
  constructor(readonly code: string) {
    super(code);
  }
}

/** Fetches a document and saves it under the name that the server gives it. */
export async function download(href: string, otherwise: string): Promise<void> {
  const response = await fetch(href, { credentials: 'same-origin' });
  if (response.status === 401) throw sessionEnded();
  if (!response.ok) {
    const answer = (await response.json().catch(() => null)) as {
      error?: { code?: string };
    } | null;
    throw new NotGiven(answer?.error?.code ?? `${response.status}`);
  }
  const name = nameFrom(response.headers.get('Content-Disposition'));
  saveFile(await response.blob(), name ?? otherwise);
}
