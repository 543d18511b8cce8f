import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NetworkError, RefusedError, ServerError, UnauthenticatedError } from '$/kit/errors';
import { AT, MemoryStorage, saved, Server } from './fixtures';
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
