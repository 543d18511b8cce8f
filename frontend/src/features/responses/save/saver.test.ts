import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keyOf } from './targets';

class FakeStorage {
  items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (name: string) => this.items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.items.set(name, value);
  removeItem = (name: string) => void this.items.delete(name);
}
vi.stubGlobal('localStorage', new FakeStorage());
const sent = vi.fn(() => new Promise(() => {}));
vi.mock('./send', () => ({ sender: () => sent }));
const { Saver } = await import('./saver.svelte');

const key = keyOf({ kind: 'statement', controlId: 'c', partId: 'p' });
const ana = { by: 'Ana', at: '2026-03-01T14:03:00Z' };
let saver: InstanceType<typeof Saver>;

beforeEach(() => {
  sent.mockClear();
  vi.stubGlobal('localStorage', new FakeStorage());
  saver = new Saver('me', 'a');
  saver.know(key, 'first', 1);
});

describe("a colleague's value", () => {
  test('takes the place of what nobody edits, and tells whose it is', () => {
    saver.know(key, 'second', 2, ana);
    expect(saver.value(key, null)).toBe('second');
    expect(saver.news(key)).toEqual(ana);
  });

  test('waits while the cursor is in the field, and comes when it leaves', () => {
    saver.hold(key);
    saver.know(key, 'second', 2, ana);
    expect([saver.value(key, null), saver.held(key), saver.news(key)]).toEqual([
      'first',
      ana,
      null,
    ]);
    saver.release(key);
    expect([saver.value(key, null), saver.held(key), saver.news(key)]).toEqual([
      'second',
      null,
      ana,
    ]);
  });

  test('that waited never replaces what was typed: the save builds on what was seen', () => {
    saver.hold(key);
    saver.know(key, 'second', 2, ana);
    saver.edit(key, 'mine');
    expect(sent).toHaveBeenCalledWith(key, 'mine', 1);
    saver.release(key);
    expect(saver.value(key, null)).toBe('mine');
  });

  test('does not replace an edit that is not saved yet', () => {
    saver.edit(key, 'mine', 600);
    saver.know(key, 'second', 2, ana);
    expect(saver.value(key, null)).toBe('mine');
    expect(saver.news(key)).toBeNull();
  });

  test('that is the same, or older, is no news', () => {
    saver.know(key, 'first', 2, ana);
    saver.know(key, 'zeroth', 1, ana);
    expect([saver.value(key, null), saver.news(key)]).toEqual(['first', null]);
  });
});

test('what can no longer be saved stays to be copied until it is let go', () => {
  saver.edit(key, 'typed for an hour', 600);
  expect(saver.stranded('c')).toEqual([{ key, value: 'typed for an hour' }]);
  expect(saver.stranded('another')).toEqual([]);
  saver.queue.abandon(key);
  expect(saver.stranded('c')).toEqual([]);
  expect(saver.value(key, null)).toBe('first');
});

test('a version is known once it was read or is being saved', () => {
  expect([saver.knows(key, 1), saver.knows(key, 2)]).toEqual([true, false]);
  saver.edit(key, 'mine');
  expect(saver.knows(key, 2)).toBe(true);
});
