import { SvelteMap } from 'svelte/reactivity';
import { announceChange } from '$/kit/changes';
import { connection } from '$/kit/connection.svelte';
import type { Changed } from '$/kit/live';
import { live } from '$/kit/live.svelte';
import { router } from '$/kit/router.svelte';
import { session } from '$/kit/session.svelte';
import { unsent } from '$/kit/unsent.svelte';
import { assessmentsUnsent, BrowserEditStorage, clearUnsent } from './edit-storage';
import { same, SaveQueue } from './save-queue';
import type { Phase, Status } from './types';
import { sender } from './send';
import { keyOf, lacking, targetOf, type Target } from './targets';

/** How long a pause in typing is, after which the text is saved. */
export const TYPING_PAUSE_MS = 600;

/** What the line of status says; the most pressing of all edits. */
export interface Summary {
  phase: Phase;
  savedAt: string | null;
  by: string | null;
}

const BY_URGENCY: Phase[] = [
  'conflict',
  'closed',
  'rejected',
  'signed-out',
  'retrying',
  'saving',
  'waiting',
  'incomplete',
];

/** Whose value the server holds, and since when. */
export interface Signed {
  by: string;
  at: string;
}

interface Held {
  value: unknown;
  version: number;
  signed: Signed | null;
}

/** The save queue of one assessment, made reactive and tied to the page's life. */
export class Saver {
  statuses = new SvelteMap<string, Status>();
  /** What the server holds, as far as this page was told. */
  #known = new SvelteMap<string, { value: unknown; version: number }>();
  #checks = new Map<string, (value: unknown) => string | null>();
  /** What a colleague put in the place of what this page showed. */
  #news = new SvelteMap<string, Signed>();
  /** A colleague's value that waits until nobody writes in the field any more. */
  #held = new SvelteMap<string, Held>();
  #writing: string | null = null;
  readonly queue: SaveQueue;

  constructor(
    userId: string,
    readonly assessmentId: string,
  ) {
    this.queue = new SaveQueue({
      send: sender(assessmentId),
      storage: new BrowserEditStorage(userId, assessmentId),
      lacking: (key, value) => this.#checks.get(key)?.(value) ?? lacking(key, value),
      onStatus: (key, status) => {
        this.statuses.set(key, status);
        countAll();
      },
      onSaved: (key, value, version) => {
        this.#known.set(key, { value, version });
        this.#news.delete(key);
        this.#held.delete(key);
        announceChange(assessmentId, targetOf(key).controlId);
        countAll();
      },
    });
    this.queue.resume();
  }

  status(key: string): Status | null {
    return this.statuses.get(key) ?? null;
  }

  /**
   * Takes in what the page read; an older reading does not replace a newer acknowledgement, and
   * nothing replaces what somebody is writing in. `signed` tells who changed it since the page
   * was read first.
   */
  know(key: string, value: unknown, version: number, signed: Signed | null = null): void {
    const known = this.#known.get(key);
    if (!this.queue.unsent(key) && version < (known?.version ?? 0)) return;
    const changed = version > (known?.version ?? 0) && !same(known?.value, value);
    if (changed && signed && key === this.#writing && !this.queue.unsent(key)) {
      this.#held.set(key, { value, version, signed });
      return;
    }
    this.queue.know(key, version);
    if (changed && signed && !this.queue.unsent(key)) this.#news.set(key, signed);
    this.#known.set(key, { value, version });
  }

  /** Who changed what a field shows, since the page was opened. */
  news(key: string): Signed | null {
    return this.#news.get(key) ?? null;
  }

  /** Who changed a field while somebody has the cursor in it. */
  held(key: string): Signed | null {
    return this.#held.get(key)?.signed ?? null;
  }

  /** Somebody has the cursor in a text: it is left alone until they leave it. */
  hold(key: string): void {
    this.#writing = key;
  }

  release(key: string): void {
    if (this.#writing === key) this.#writing = null;
    const waiting = this.#held.get(key);
    if (!waiting) return;
    this.#held.delete(key);
    // Whoever typed on meanwhile builds on what they saw: the server tells of the conflict.
    if (!this.queue.unsent(key)) this.know(key, waiting.value, waiting.version, waiting.signed);
  }

  /** Whether the page holds a version, or a newer one, or is about to. */
  knows(key: string, version: number): boolean {
    return (this.#known.get(key)?.version ?? 0) >= version || this.queue.unsent(key) !== null;
  }

  /** Edits of a control that the server never acknowledged, and never will. */
  stranded(controlId: string): { key: string; value: unknown }[] {
    return [...this.statuses.keys()].flatMap((key) => {
      const unsent = targetOf(key).controlId === controlId ? this.queue.unsent(key) : null;
      return unsent ? [{ key, value: unsent.value }] : [];
    });
  }

  /** Takes in that the server has nothing there (any more). */
  knowAbsent(key: string, value: unknown): void {
    if (this.queue.unsent(key) || key === this.#writing) return;
    this.queue.forget(key);
    this.#known.set(key, { value, version: 0 });
  }

  /** What the field shows: the edit that is not saved yet, else what the server holds. */
  value<T>(key: string, otherwise: T): T {
    this.statuses.get(key);
    const unsaved = this.queue.unsent(key);
    return (unsaved ? unsaved.value : (this.#known.get(key)?.value ?? otherwise)) as T;
  }

  edit(key: string, value: unknown, delayMs = 0): void {
    this.queue.edit(key, value, delayMs);
  }

  /** What a field finds wrong with its value is not sent; the result ends the check. */
  check(key: string, problemOf: (value: unknown) => string | null): () => void {
    this.#checks.set(key, problemOf);
    return () => this.#checks.delete(key);
  }

  /** Over the edits of one control, or of all. */
  summary(controlId?: string): Summary | null {
    const found = [...this.statuses]
      .filter(([key]) => !controlId || targetOf(key).controlId === controlId)
      .map(([, status]) => status);
    if (!found.length) return null;
    const savedAt = found.map((status) => status.savedAt).reduce(later, null);
    for (const phase of BY_URGENCY) {
      const first = found.find((status) => status.phase === phase);
      if (first) return { phase, savedAt, by: first.theirs?.by ?? null };
    }
    return savedAt ? { phase: 'saved', savedAt, by: null } : null;
  }
}

function later(one: string | null, other: string | null): string | null {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}

const savers = new Map<string, Saver>();

function countAll(): void {
  let count = 0;
  for (const saver of savers.values()) count += saver.queue.unsentCount;
  unsent.count = count;
}

/** One saver per user and assessment; it outlives the page that asked for it. */
export function saverOf(assessmentId: string): Saver {
  const userId = session.viewer?.id ?? 'nobody';
  const name = `${userId}/${assessmentId}`;
  let saver = savers.get(name);
  if (!saver) {
    saver = new Saver(userId, assessmentId);
    savers.set(name, saver);
    watch();
  }
  saver.queue.retryNow();
  return saver;
}

/** Sends what an earlier visit left behind, whichever page is open now. */
export function resumeUnsent(): void {
  if (!session.viewer) return;
  for (const assessmentId of assessmentsUnsent(session.viewer.id)) saverOf(assessmentId);
}

/** The key of a change that the server tells of; null for what is not saved by a queue. */
function keyOfChange(change: Changed): string | null {
  const { kind, controlId, partId, questionId } = change;
  if (kind === 'response' && questionId) return keyOf({ kind, controlId, partId, questionId });
  if (kind === 'statement' || kind === 'measure') {
    return keyOf({ kind, controlId, partId } as Target);
  }
  return null;
}

live.knows((assessmentId, change) => {
  const saver = savers.get(`${session.viewer?.id ?? 'nobody'}/${assessmentId}`);
  const key = keyOfChange(change);
  return key !== null && (saver?.knows(key, change.version) ?? false);
});

let watching = false;

function watch(): void {
  countAll();
  if (watching) return;
  watching = true;
  const each = (act: (queue: SaveQueue) => void) => {
    for (const saver of savers.values()) act(saver.queue);
  };
  connection.onReturn(() => each((queue) => queue.retryNow()));
  router.onLeave(() => each((queue) => queue.flush()));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') each((queue) => queue.flush());
  });
  window.addEventListener('beforeunload', (event) => {
    each((queue) => queue.flush());
    if (unsent.count > 0) event.preventDefault();
  });
  unsent.discard = () => {
    each((queue) => queue.discard());
    savers.clear();
    if (session.viewer) clearUnsent(session.viewer.id);
    countAll();
  };
}
