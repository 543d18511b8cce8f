import { ApiError, UnauthenticatedError } from '$/kit/errors';
import type { Outcome, QueueOptions, Status, Theirs } from './types';

interface Entry {
  version: number;
  /** What is to be sent; absent when everything is acknowledged. */
  pending: { value: unknown } | null;
  sending: { value: unknown } | null;
  /** Sent without acknowledgement: if the server shows this value, it is ours. */
  sent: { value: unknown } | null;
  timer: unknown;
  attempt: number;
  status: Status;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Saves edits one by one and never loses one.
 *
 * Per key: at most one save is under way; what is typed meanwhile is coalesced into the next.
 * Each save names the version it builds on, the last acknowledged one, so that somebody else's
 * change leads to a conflict and never to a silent overwrite. Until the server acknowledges an
 * edit it lies in the storage and is sent again after a reload.
 */
export class SaveQueue {
  #entries = new Map<string, Entry>();
  #options: QueueOptions;

  constructor(options: QueueOptions) {
    this.#options = options;
    for (const [key, stored] of options.storage.all()) {
      const entry = this.#entry(key);
      entry.version = stored.expectedVersion;
      entry.pending = { value: stored.value };
      entry.sent = stored.sent ?? null;
      this.#show(key, { phase: 'waiting' });
    }
  }

  /** Sends what an earlier page left behind. */
  resume(): void {
    for (const [key, entry] of this.#entries) {
      const { phase } = entry.status;
      if (entry.pending && phase !== 'conflict' && phase !== 'closed') this.#start(key);
    }
  }

  /** Tells the version that the page was read at. An unsent edit keeps the one it builds on. */
  know(key: string, version: number): void {
    const entry = this.#entry(key);
    if (!entry.pending && !entry.sending) entry.version = Math.max(entry.version, version);
  }

  /** The server has nothing there: the next save is a first one. */
  forget(key: string): void {
    const entry = this.#entry(key);
    if (!entry.pending && !entry.sending) entry.version = 0;
  }

  edit(key: string, value: unknown, delayMs = 0): void {
    const entry = this.#entry(key);
    entry.pending = { value };
    entry.attempt = 0;
    this.#store(key, entry);
    if (entry.status.phase === 'conflict') return;
    this.#show(key, { phase: entry.sending ? 'saving' : 'waiting', message: null });
    this.#schedule(key, delayMs);
  }

  /** The unsent value of a key; what the field shows in place of the server's. */
  unsent(key: string): { value: unknown } | null {
    const entry = this.#entries.get(key);
    return entry?.pending ?? entry?.sending ?? null;
  }

  status(key: string): Status | null {
    return this.#entries.get(key)?.status ?? null;
  }

  get unsentCount(): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.pending ?? entry.sending) count += 1;
    return count;
  }

  /** Sends now what waits for its pause in typing. */
  flush(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.pending && entry.status.phase === 'waiting') this.#start(key);
    }
  }

  /** The connection is back, or somebody signed in again. */
  retryNow(): void {
    for (const [key, entry] of this.#entries) {
      const { phase } = entry.status;
      if (phase === 'retrying' || phase === 'signed-out') this.#start(key);
    }
  }

  /** Settles a conflict: save mine over the version that I have now seen, or drop it. */
  settle(key: string, choice: 'mine' | 'theirs'): void {
    const entry = this.#entries.get(key);
    const theirs = entry?.status.theirs;
    if (!entry || !theirs) return;
    entry.version = theirs.version;
    if (choice === 'theirs') {
      if (entry.pending) this.#options.storage.drop(key, entry.pending.value);
      entry.pending = null;
      this.#show(key, { phase: 'saved', theirs: null, savedAt: theirs.at });
      this.#options.onSaved?.(key, theirs.value, theirs.version);
      return;
    }
    this.#store(key, entry);
    this.#show(key, { phase: 'waiting', theirs: null });
    this.#start(key);
  }

  /** Drops one edit that can no longer be saved, once its writer has it elsewhere. */
  abandon(key: string): void {
    const entry = this.#entry(key);
    this.#stopTimer(entry);
    if (entry.pending) this.#options.storage.drop(key, entry.pending.value);
    entry.pending = null;
    entry.sent = null;
    this.#show(key, { phase: 'saved', theirs: null, message: null });
  }

  /** Forgets everything unsent; for signing out. */
  discard(): void {
    for (const entry of this.#entries.values()) this.#stopTimer(entry);
    this.#entries.clear();
    this.#options.storage.clear();
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (!entry) {
      const status: Status = { phase: 'saved', savedAt: null, theirs: null, message: null };
      entry = {
        version: 0,
        pending: null,
        sending: null,
        sent: null,
        timer: null,
        attempt: 0,
        status,
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #show(key: string, change: Partial<Status>): void {
    const entry = this.#entry(key);
    entry.status = { ...entry.status, ...change };
    this.#options.onStatus?.(key, entry.status);
  }

  #store(key: string, entry: Entry): void {
    if (!entry.pending) return;
    const { value } = entry.pending;
    this.#options.storage.put(key, {
      value,
      expectedVersion: entry.version,
      sent: entry.sent ?? undefined,
    });
  }

  #schedule(key: string, delayMs: number): void {
    const entry = this.#entry(key);
    this.#stopTimer(entry);
    if (delayMs <= 0) {
      this.#start(key);
      return;
    }
    const setTimer = this.#options.setTimer ?? ((callback, ms) => setTimeout(callback, ms));
    entry.timer = setTimer(() => this.#start(key), delayMs);
  }

  #stopTimer(entry: Entry): void {
    if (entry.timer === null) return;
    const clearTimer = this.#options.clearTimer ?? ((timer) => clearTimeout(timer as number));
    clearTimer(entry.timer);
    entry.timer = null;
  }

  #start(key: string): void {
    const entry = this.#entry(key);
    this.#stopTimer(entry);
    if (!entry.pending || entry.sending) return;
    const { value } = entry.pending;
    const lacking = this.#options.lacking?.(key, value) ?? null;
    if (lacking !== null) {
      this.#show(key, { phase: 'incomplete', message: lacking });
      return;
    }
    entry.sending = { value };
    entry.sent ??= { value };
    entry.pending = null;
    this.#options.storage.put(key, { value, expectedVersion: entry.version, sent: entry.sent });
    this.#show(key, { phase: 'saving', message: null });
    void this.#send(key, entry, value);
  }

  async #send(key: string, entry: Entry, value: unknown): Promise<void> {
    try {
      const outcome = await this.#options.send(key, value, entry.version);
      if (this.#entries.get(key) !== entry) return;
      entry.sending = null;
      this.#take(key, entry, value, outcome);
    } catch (error) {
      if (this.#entries.get(key) !== entry) return;
      entry.sending = null;
      entry.pending ??= { value };
      this.#fail(key, entry, error);
    }
  }

  #take(key: string, entry: Entry, value: unknown, outcome: Outcome): void {
    if (outcome.kind === 'saved') {
      this.#acknowledge(key, entry, value, outcome.version, outcome.at);
    } else if (outcome.kind === 'conflict') {
      this.#conflict(key, entry, value, outcome.current);
    } else {
      entry.pending ??= { value };
      const phase = outcome.kind;
      this.#show(key, { phase, message: outcome.message });
      entry.sent = null;
      if (phase === 'rejected' && !same(entry.pending.value, value)) this.#start(key);
    }
  }

  #acknowledge(key: string, entry: Entry, value: unknown, version: number, at: string): void {
    entry.version = version;
    entry.attempt = 0;
    entry.sent = null;
    this.#options.storage.drop(key, value);
    if (entry.pending && same(entry.pending.value, value)) entry.pending = null;
    if (entry.pending) {
      // Typed on while it was saved: the next save builds on the new version.
      this.#store(key, entry);
      this.#show(key, { phase: 'waiting', savedAt: at, message: null, theirs: null });
    } else {
      this.#show(key, { phase: 'saved', savedAt: at, message: null, theirs: null });
    }
    this.#options.onSaved?.(key, value, version);
    if (entry.pending && entry.timer === null) this.#start(key);
  }

  #conflict(key: string, entry: Entry, value: unknown, current: Theirs): void {
    const mine = entry.pending?.value ?? value;
    if (same(current.value, mine)) {
      // Our own save whose acknowledgement was lost, or the same answer by somebody else.
      entry.pending = null;
      this.#acknowledge(key, entry, mine, current.version, current.at);
      return;
    }
    entry.pending = { value: mine };
    this.#stopTimer(entry);
    const ours = entry.sent && same(current.value, entry.sent.value);
    entry.sent = null;
    if (ours) {
      // What we sent before was saved, only its acknowledgement was lost.
      entry.version = current.version;
      this.#start(key);
      return;
    }
    this.#show(key, { phase: 'conflict', theirs: current });
  }

  #fail(key: string, entry: Entry, error: unknown): void {
    if (error instanceof UnauthenticatedError) {
      this.#show(key, { phase: 'signed-out' });
      return;
    }
    if (error instanceof ApiError && !error.retryable) {
      this.#show(key, { phase: 'rejected', message: error.message });
      return;
    }
    const spread = 0.75 + (this.#options.random ?? Math.random)() * 0.5;
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** entry.attempt) * spread;
    entry.attempt += 1;
    this.#show(key, { phase: 'retrying' });
    this.#schedule(key, delay);
  }
}
