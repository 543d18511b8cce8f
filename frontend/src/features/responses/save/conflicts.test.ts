import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NetworkError } from '$/kit/errors';
import { MemoryStorage, saved, Server, theirs } from './fixtures';
import { SaveQueue } from './save-queue';
import type { QueueOptions } from './types';

let server: Server;
let storage: MemoryStorage;
const open = (more: Partial<QueueOptions> = {}) =>
  new SaveQueue({ send: server.send, storage, random: () => 0.5, ...more });

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  storage = new MemoryStorage();
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
