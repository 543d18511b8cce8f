/** What passes between the save queue and those who send, keep and show its edits. */

export type Outcome =
  | { kind: 'saved'; version: number; at: string }
  | { kind: 'conflict'; current: Theirs }
  /** The value itself is not acceptable; the edit stays until it is changed. */
  | { kind: 'rejected'; message: string }
  /** The assessment is frozen or the thing is gone: saving it is over. */
  | { kind: 'closed'; message: string };

export interface Theirs {
  value: unknown;
  version: number;
  by: string;
  at: string;
}

export type Phase =
  | 'saved'
  | 'waiting'
  | 'saving'
  | 'retrying'
  | 'signed-out'
  | 'incomplete'
  | 'conflict'
  | 'rejected'
  | 'closed';

export interface Status {
  phase: Phase;
  /** When the server acknowledged it last. */
  savedAt: string | null;
  theirs: Theirs | null;
  message: string | null;
}

export type Send = (key: string, value: unknown, expectedVersion: number) => Promise<Outcome>;

export interface Stored {
  value: unknown;
  expectedVersion: number;
  /** A value that was sent and perhaps saved, though no acknowledgement came. */
  sent?: { value: unknown } | undefined;
}

export interface EditStorage {
  all(): [string, Stored][];
  put(key: string, edit: Stored): void;
  /** Removes the edit if it still is the one with this value. */
  drop(key: string, value: unknown): void;
  clear(): void;
}

export interface QueueOptions {
  send: Send;
  storage: EditStorage;
  /** Null when the value can be saved, else what is missing still. */
  lacking?: (key: string, value: unknown) => string | null;
  onStatus?: (key: string, status: Status) => void;
  onSaved?: (key: string, value: unknown, version: number) => void;
  setTimer?: (callback: () => void, ms: number) => unknown;
  clearTimer?: (timer: unknown) => void;
  random?: () => number;
}
