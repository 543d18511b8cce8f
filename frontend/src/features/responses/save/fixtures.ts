/** What the tests of the save queue share. */
import type { EditStorage, Outcome, Stored, Theirs } from './types';

export const AT = '2026-03-01T14:03:00Z';

export class MemoryStorage implements EditStorage {
  items = new Map<string, Stored>();
  all = () => [...this.items];
  put = (key: string, edit: Stored) => void this.items.set(key, edit);
  drop = (key: string, value: unknown) => {
    if (JSON.stringify(this.items.get(key)?.value) === JSON.stringify(value))
      this.items.delete(key);
  };
  clear = () => this.items.clear();
}

/** A server whose answers the test gives by hand. */
export class Server {
  calls: { key: string; value: unknown; expectedVersion: number }[] = [];
  #waiting: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }[] = [];

  send = (key: string, value: unknown, expectedVersion: number): Promise<Outcome> => {
    this.calls.push({ key, value, expectedVersion });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  };

  async answer(outcome: Outcome): Promise<void> {
    this.#waiting.shift()!.resolve(outcome);
    await settled();
  }

  async fail(error: unknown): Promise<void> {
    this.#waiting.shift()!.reject(error);
    await settled();
  }
}

export const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};
export const saved = (version: number): Outcome => ({ kind: 'saved', version, at: AT });
export const theirs = (value: unknown, version: number): Theirs => ({
  value,
  version,
  by: 'Ana',
  at: AT,
});
