import { beforeEach, expect, test } from 'vitest';
import { assessmentsUnsent, BrowserEditStorage, clearUnsent } from './edit-storage';

class FakeStorage implements Storage {
  #items = new Map<string, string>();
  full = false;
  get length() {
    return this.#items.size;
  }
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  getItem = (name: string) => this.#items.get(name) ?? null;
  setItem = (name: string, value: string) => {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.#items.set(name, value);
  };
  removeItem = (name: string) => void this.#items.delete(name);
  clear = () => this.#items.clear();
}

let browser: FakeStorage;
const edits = (user = 'ana', assessment = 'a1') =>
  new BrowserEditStorage(user, assessment, browser);
const edit = (value: unknown) => ({ value, expectedVersion: 2 });

beforeEach(() => {
  browser = new FakeStorage();
});

test('an edit is found again under its user and assessment, and nowhere else', () => {
  edits().put('q|1', edit('x'));
  expect(edits().all()).toEqual([['q|1', edit('x')]]);
  expect(edits('ben').all()).toEqual([]);
  expect(edits('ana', 'a2').all()).toEqual([]);
});

test('an acknowledged edit is dropped only if it is still the same', () => {
  edits().put('q', edit('newer'));
  edits().drop('q', 'older');
  expect(edits().all()).toHaveLength(1);
  edits().drop('q', 'newer');
  expect(edits().all()).toEqual([]);
});

test('what cannot be read is passed over', () => {
  browser.setItem('nisassess.unsent/ana/a1/q', '{broken');
  browser.setItem('nisassess.unsent/ana/a1/r', '{"value":1}');
  expect(edits().all()).toEqual([]);
});

test('a full storage is no reason to fail', () => {
  browser.full = true;
  expect(() => edits().put('q', edit('x'))).not.toThrow();
});

test("signing out clears the user's edits of all assessments, and leaves others' alone", () => {
  edits('ana', 'a1').put('q', edit(1));
  edits('ana', 'a2').put('q', edit(1));
  edits('ben', 'a1').put('q', edit(1));
  expect(assessmentsUnsent('ana', browser)).toEqual(['a1', 'a2']);
  clearUnsent('ana', browser);
  expect(assessmentsUnsent('ana', browser)).toEqual([]);
  expect(assessmentsUnsent('ben', browser)).toEqual(['a1']);
});
