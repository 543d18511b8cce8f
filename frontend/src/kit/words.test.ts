import { describe, expect, test } from 'vitest';
import { differences, merged } from './words';

const first = (pieces: ReturnType<typeof differences>) =>
  pieces
    .filter((one) => one.in !== 'second')
    .map((one) => one.text)
    .join('');
const second = (pieces: ReturnType<typeof differences>) =>
  pieces
    .filter((one) => one.in !== 'first')
    .map((one) => one.text)
    .join('');

describe('differences', () => {
  test('of two texts are the words that only one of them has', () => {
    expect(differences('We back up daily.', 'We back up each week.')).toEqual([
      { text: 'We back up ', in: 'both' },
      { text: 'daily.', in: 'first' },
      { text: 'each week.', in: 'second' },
    ]);
  });

  test('of texts with nothing in common are all of it, in one piece', () => {
    expect(differences('The list is new.', 'Ada was here.')).toEqual([
      { text: 'The list is new.', in: 'first' },
      { text: 'Ada was here.', in: 'second' },
    ]);
  });

  test('of the same text are none', () => {
    expect(differences('a b', 'a b')).toEqual([{ text: 'a b', in: 'both' }]);
    expect(differences('', '')).toEqual([]);
  });

  test.each([
    ['one two three', 'two three four'],
    ['', 'all of it'],
    ['a\n\nb  c', 'a b\nc'],
    ['x '.repeat(2000), 'y '.repeat(2000)],
  ])('put together are each text again', (one, other) => {
    const pieces = differences(one, other);
    expect([first(pieces), second(pieces)]).toEqual([one, other]);
  });
});

describe('merged', () => {
  test('holds every word of both', () => {
    expect(merged('We back up daily.', 'We back up each week.')).toBe(
      'We back up each week. daily.',
    );
  });

  test('of additions at different ends is simply both', () => {
    expect(merged('First. Same.', 'Same. Last.')).toBe('First. Same. Last.');
  });

  test.each([
    ['red green', 'red blue'],
    ['a b c d', 'c d e f'],
    ['', 'theirs'],
    ['mine', ''],
  ])('loses no word of %s nor of %s', (one, other) => {
    const words = new Set(merged(one, other).split(/\s+/));
    const all = `${one} ${other}`.split(/\s+/).filter(Boolean);
    for (const word of all) expect(words).toContain(word);
  });
});
