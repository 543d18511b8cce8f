import { CLIENT_HEADER, sessionEnded } from '$/kit/api';

/** Where evidence is attached. */
export interface Attachment {
  assessmentId: string;
  partId: string;
  controlId: string;
}

export interface Uploaded {
  id: string;
  title: string;
  digest: string;
}

export class UploadRefused extends Error {
  override name = 'UploadRefused';
}

export class UploadBroken extends Error {
  override name = 'UploadBroken';
}

export class UploadCancelled extends Error {
  override name = 'UploadCancelled';
}

export interface Upload {
  done: Promise<Uploaded>;
  cancel: () => void;
}

/** Sends one file as it is; XMLHttpRequest, because fetch tells no progress of an upload. */
export function upload(
  file: File,
  { assessmentId, partId, controlId }: Attachment,
  onProgress: (share: number) => void,
): Upload {
  const query = new URLSearchParams({
    assessment: assessmentId,
    part: partId,
    control: controlId,
    filename: file.name,
  });
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        resolve(read(request));
      } catch (error) {
        reject(error as Error);
      }
    };
    request.onerror = () => reject(new UploadBroken());
    request.onabort = () => reject(new UploadCancelled());
  });
  request.open('POST', `/evidence/files?${query.toString()}`);
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
  for (const [name, value] of Object.entries(CLIENT_HEADER)) request.setRequestHeader(name, value);
  request.send(file);
  return { done, cancel: () => request.abort() };
}

function read(request: XMLHttpRequest): Uploaded {
  if (request.status === 401) throw sessionEnded();
  const answer = parse(request.responseText) as {
    evidence?: Uploaded;
    error?: { message?: string };
  } | null;
  if (request.status >= 200 && request.status < 300 && answer?.evidence) return answer.evidence;
  if (answer?.error?.message) throw new UploadRefused(answer.error.message);
  throw new UploadBroken(String(request.status));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
