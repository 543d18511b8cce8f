import { same } from './save-queue';
import type { EditStorage, Stored } from './types';

const PREFIX = 'nisassess.unsent';

/**
 * Unsent edits in the browser's storage, one item per user, assessment and key, so that two tabs
 * do not overwrite each other's. Storage that is full or switched off is no reason to fail: the
 * edit then lives as long as the page does.
 */
export class BrowserEditStorage implements EditStorage {
  #prefix: string;

  constructor(
    userId: string,
    assessmentId: string,
    private readonly storage: Storage = localStorage,
  ) {
    this.#prefix = `${PREFIX}/${userId}/${assessmentId}/`;
  }

  all(): [string, Stored][] {
    return itemNames(this.storage, this.#prefix).flatMap((name) => {
      const stored = parse(this.storage.getItem(name));
      return stored ? [[name.slice(this.#prefix.length), stored] as [string, Stored]] : [];
    });
  }

  put(key: string, edit: Stored): void {
    try {
      this.storage.setItem(this.#prefix + key, JSON.stringify(edit));
    } catch {
      // Full or forbidden; see above.
    }
  }

  drop(key: string, value: unknown): void {
    const stored = parse(this.storage.getItem(this.#prefix + key));
    if (stored && same(stored.value, value)) this.storage.removeItem(this.#prefix + key);
  }

  clear(): void {
    for (const name of itemNames(this.storage, this.#prefix)) this.storage.removeItem(name);
  }
}

/** The assessments of which a user's edits wait in this browser. */
export function assessmentsUnsent(userId: string, storage: Storage = localStorage): string[] {
  const prefix = `${PREFIX}/${userId}/`;
  const ids = itemNames(storage, prefix).map((name) => name.slice(prefix.length).split('/')[0]!);
  return [...new Set(ids)];
}

export function clearUnsent(userId: string, storage: Storage = localStorage): void {
  for (const name of itemNames(storage, `${PREFIX}/${userId}/`)) storage.removeItem(name);
}

function itemNames(storage: Storage, prefix: string): string[] {
  const names: string[] = [];
  for (let index = 0; index < storage.length; index += 1) {
    const name = storage.key(index);
    if (name?.startsWith(prefix)) names.push(name);
  }
  return names;
}

function parse(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as Stored;
    return typeof stored.expectedVersion === 'number' ? stored : null;
  } catch {
    return null;
  }
}
