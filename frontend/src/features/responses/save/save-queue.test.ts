import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NetworkError, RefusedError, ServerError, UnauthenticatedError } from '$/kit/errors';
import { SaveQueue, type EditStorage, type Outcome, type Stored } from './save-queue';

const AT = '2026-03-01T14:03:00Z';

class MemoryStorage implements EditStorage {
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
class Server {
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

const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};
const saved = (version: number): Outcome => ({ kind: 'saved', version, at: AT });
const theirs = (value: unknown, version: number) => ({ value, version, by: 'Ana', at: AT });

let server: Server;
let storage: MemoryStorage;
const open = (more: Partial<ConstructorParameters<typeof SaveQueue>[0]> = {}) =>
  new SaveQueue({ send: server.send, storage, random: () => 0.5, ...more });

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  storage = new MemoryStorage();
});

describe('saving', () => {
  test('an edit without delay is sent at once, with the version that was read', () => {
    const queue = open();
    queue.know('q1', 4);
    queue.edit('q1', 2);
    expect(server.calls).toEqual([{ key: 'q1', value: 2, expectedVersion: 4 }]);
    expect(queue.status('q1')?.phase).toBe('saving');
  });

  test('text is sent once, after the pause in typing', () => {
    const queue = open();
    queue.edit('t', 'a', 600);
    vi.advanceTimersByTime(400);
    queue.edit('t', 'ab', 600);
    vi.advanceTimersByTime(599);
    expect(server.calls).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(server.calls.map((call) => call.value)).toEqual(['ab']);
  });

  test('flush sends what waits for its pause', () => {
    const queue = open();
    queue.edit('t', 'a', 600);
    queue.flush();
    expect(server.calls).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(server.calls).toHaveLength(1);
  });

  test('edits during a save are coalesced into one that builds on the new version', async () => {
    const queue = open();
    queue.edit('q1', 1);
    queue.edit('q1', 2);
    queue.edit('q1', 3);
    expect(server.calls).toHaveLength(1);
    await server.answer(saved(1));
    expect(server.calls[1]).toEqual({ key: 'q1', value: 3, expectedVersion: 1 });
    await server.answer(saved(2));
    expect(queue.status('q1')).toMatchObject({ phase: 'saved', savedAt: AT });
    expect(queue.unsentCount).toBe(0);
    expect(storage.items.size).toBe(0);
  });

  test('going back to the value under way sends nothing more', async () => {
    const queue = open();
    queue.edit('q1', 1);
    queue.edit('q1', 2);
    queue.edit('q1', 1);
    await server.answer(saved(1));
    expect(server.calls).toHaveLength(1);
    expect(queue.unsentCount).toBe(0);
  });

  test('different keys are saved beside each other', () => {
    const queue = open();
    queue.edit('q1', 1);
    queue.edit('q2', 1);
    expect(server.calls).toHaveLength(2);
  });

  test('an incomplete value waits, stored, until it is complete', () => {
    const queue = open({ lacking: (_, value) => (value === '' ? 'Give a reason' : null) });
    queue.edit('s', '');
    expect(server.calls).toEqual([]);
    expect(queue.status('s')).toMatchObject({ phase: 'incomplete', message: 'Give a reason' });
    expect(queue.unsentCount).toBe(1);
    queue.edit('s', 'None of this is in use.');
    expect(server.calls).toHaveLength(1);
  });
});

describe('failing', () => {
  test('without connection it retries with growing pauses until it is saved', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.fail(new NetworkError());
    expect(queue.status('q1')?.phase).toBe('retrying');
    vi.advanceTimersByTime(1000);
    await server.fail(new ServerError('503'));
    vi.advanceTimersByTime(1999);
    expect(server.calls).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(server.calls).toHaveLength(3);
    await server.answer(saved(1));
    expect(queue.status('q1')?.phase).toBe('saved');
  });

  test('the pause between tries never exceeds half a minute', async () => {
    const queue = open();
    queue.edit('q1', 1);
    for (let tries = 1; tries <= 12; tries += 1) {
      await server.fail(new NetworkError());
      vi.advanceTimersByTime(30_000);
      expect(server.calls).toHaveLength(tries + 1);
    }
  });

  test('when the connection returns it is sent at once', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.fail(new NetworkError());
    queue.retryNow();
    expect(server.calls).toHaveLength(2);
  });

  test('after the session has ended it waits for signing in again', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.fail(new UnauthenticatedError());
    vi.advanceTimersByTime(60_000);
    expect(server.calls).toHaveLength(1);
    expect(queue.status('q1')?.phase).toBe('signed-out');
    queue.retryNow();
    expect(server.calls).toHaveLength(2);
  });

  test('a refusal is told and not repeated', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.fail(new RefusedError('FORBIDDEN', 'Not yours.'));
    vi.advanceTimersByTime(60_000);
    expect(server.calls).toHaveLength(1);
    expect(queue.status('q1')).toMatchObject({ phase: 'rejected', message: 'Not yours.' });
  });

  test('an unacceptable value stays with its message until it is changed', async () => {
    const queue = open();
    queue.edit('t', 'x'.repeat(9000));
    await server.answer({ kind: 'rejected', message: 'Too long.' });
    expect(queue.status('t')).toMatchObject({ phase: 'rejected', message: 'Too long.' });
    expect(queue.unsentCount).toBe(1);
    queue.edit('t', 'short');
    await server.answer(saved(1));
    expect(queue.status('t')).toMatchObject({ phase: 'saved', message: null });
  });

  test('a frozen assessment ends it, with the edit still to be seen', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.answer({ kind: 'closed', message: 'It was submitted.' });
    expect(queue.status('q1')).toMatchObject({ phase: 'closed', message: 'It was submitted.' });
    queue.retryNow();
    queue.resume();
    expect(server.calls).toHaveLength(1);
  });
});

describe('conflict', () => {
  const conflicting = async () => {
    const queue = open();
    queue.know('q1', 1);
    queue.edit('q1', 3);
    await server.answer({ kind: 'conflict', current: theirs(2, 2) });
    return queue;
  };

  test('shows the other value and sends nothing until somebody chooses', async () => {
    const queue = await conflicting();
    expect(queue.status('q1')).toMatchObject({
      phase: 'conflict',
      theirs: { by: 'Ana', value: 2 },
    });
    queue.edit('q1', 4);
    queue.flush();
    queue.retryNow();
    queue.resume();
    vi.advanceTimersByTime(60_000);
    expect(server.calls).toHaveLength(1);
    expect(queue.unsent('q1')).toEqual({ value: 4 });
  });

  test('mine is saved over the version that was shown', async () => {
    const queue = await conflicting();
    queue.settle('q1', 'mine');
    expect(server.calls[1]).toEqual({ key: 'q1', value: 3, expectedVersion: 2 });
    await server.answer(saved(3));
    expect(queue.status('q1')).toMatchObject({ phase: 'saved', theirs: null });
  });

  test('theirs is taken and mine dropped', async () => {
    const onSaved = vi.fn();
    const queue = open({ onSaved });
    queue.edit('q1', 3);
    await server.answer({ kind: 'conflict', current: theirs(2, 2) });
    queue.settle('q1', 'theirs');
    expect(onSaved).toHaveBeenCalledWith('q1', 2, 2);
    expect(queue.unsentCount).toBe(0);
    expect(storage.items.size).toBe(0);
    queue.edit('q1', 1);
    expect(server.calls[1]!.expectedVersion).toBe(2);
  });

  test('a third change in between is a conflict again', async () => {
    const queue = await conflicting();
    queue.settle('q1', 'mine');
    await server.answer({ kind: 'conflict', current: theirs(1, 3) });
    expect(queue.status('q1')).toMatchObject({
      phase: 'conflict',
      theirs: { value: 1, version: 3 },
    });
  });

  test('the same value, as after a lost acknowledgement, is none', async () => {
    const queue = open();
    queue.edit('q1', 3);
    await server.answer({ kind: 'conflict', current: theirs(3, 1) });
    expect(queue.status('q1')?.phase).toBe('saved');
    expect(storage.items.size).toBe(0);
  });
});

describe('a lost acknowledgement', () => {
  test('of an earlier value is recognised, and the newer value is saved over it', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.fail(new NetworkError());
    queue.edit('q1', 2);
    await server.answer({ kind: 'conflict', current: theirs(1, 1) });
    expect(server.calls[2]).toEqual({ key: 'q1', value: 2, expectedVersion: 1 });
  });

  test('is recognised after a reload, too', async () => {
    const queue = open();
    queue.edit('q1', 1);
    queue.edit('q1', 2);
    const next = open();
    next.resume();
    expect(server.calls[1]).toEqual({ key: 'q1', value: 2, expectedVersion: 0 });
    await server.answer(saved(1));
    await server.answer({ kind: 'conflict', current: theirs(1, 1) });
    expect(next.status('q1')?.phase).not.toBe('conflict');
  });

  test('does not hide what somebody else saved', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.fail(new NetworkError());
    queue.edit('q1', 2);
    await server.answer({ kind: 'conflict', current: theirs(3, 2) });
    expect(queue.status('q1')?.phase).toBe('conflict');
  });
});

describe('over a reload', () => {
  test('an unsent edit is there again and is sent with the version that it builds on', () => {
    open().edit('t', 'kept', 600);
    const next = open();
    expect(next.unsent('t')).toEqual({ value: 'kept' });
    next.know('t', 7);
    next.resume();
    expect(server.calls).toEqual([{ key: 't', value: 'kept', expectedVersion: 0 }]);
  });

  test('an acknowledged edit is not', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.answer(saved(1));
    expect(open().unsentCount).toBe(0);
  });

  test('reading an older version again does not take back what was acknowledged', async () => {
    const queue = open();
    queue.edit('q1', 1);
    await server.answer(saved(5));
    queue.know('q1', 4);
    queue.edit('q1', 2);
    expect(server.calls[1]!.expectedVersion).toBe(5);
  });

  test('signing out forgets all of it', () => {
    const queue = open();
    queue.edit('t', 'secret', 600);
    queue.discard();
    vi.advanceTimersByTime(1000);
    expect(server.calls).toEqual([]);
    expect(storage.items.size).toBe(0);
    expect(queue.unsentCount).toBe(0);
  });
});
