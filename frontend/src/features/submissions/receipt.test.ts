import { expect, test } from 'vitest';
import { placeIn } from './receipt';

const receipt = (payload: unknown) =>
  `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

test('the place in the log is read from a receipt', () => {
  const log = { position: 7, head: 'ab'.repeat(32) };
  expect(placeIn(receipt({ addressee: 'Behörde für Netze ÿ?>', log }))).toEqual(log);
});

test('a receipt without a place, or none at all, tells none', () => {
  for (const text of [null, '', 'no receipt', 'a.!.b', receipt({ log: null }), receipt({})]) {
    expect(placeIn(text)).toBeNull();
  }
});
