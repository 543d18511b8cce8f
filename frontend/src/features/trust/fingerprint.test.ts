import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprintOf, plain } from './fingerprint';

const der = Buffer.from('no real certificate, but bytes', 'utf8');
const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
const digest = createHash('sha256').update(der).digest('hex');

test('the fingerprint is the digest of the first certificate', async () => {
  const other = pem.replace('bm8g', 'YW55');
  expect(await fingerprintOf(`Subject: someone\n${pem}${other}`)).toBe(digest);
});

test('a text without a certificate has none', async () => {
  for (const text of ['', 'a', '-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----']) {
    expect(await fingerprintOf(text)).toBeNull();
  }
});

test('a fingerprint reads the same however it is written', () => {
  const grouped = digest.toUpperCase().replace(/(..)(?=.)/g, '$1:');
  expect(plain(` ${grouped}\n`)).toBe(digest);
});
