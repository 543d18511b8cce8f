import { expect, test } from 'vitest';
import { digestIn, digestOf } from './verdict';

const digest = 'a1'.repeat(32);

test('a digest is found as it is copied, typed in groups, or inside an address', () => {
  expect(digestIn(` ${digest.toUpperCase()}\n`)).toBe(digest);
  expect(digestIn(digest.replace(/(.{4})/g, '$1 '))).toBe(digest);
  expect(digestIn(digest.replace(/(..)(?=.)/g, '$1:'))).toBe(digest);
  expect(digestIn(`https://audit.example/verify#${digest}`)).toBe(digest);
});

test('what is shorter, longer or of other characters is no digest', () => {
  for (const text of ['', digest.slice(1), `${digest}0`, digest.replace('a', 'x')]) {
    expect(digestIn(text)).toBeNull();
  }
});

test('the page takes the digest from its address', () => {
  expect(digestOf(new URL(`https://audit.example/verify#${digest}`))).toBe(digest);
  expect(digestOf(new URL(`https://audit.example/verify?digest=${digest}`))).toBe(digest);
  expect(digestOf(new URL('https://audit.example/verify'))).toBeNull();
});
