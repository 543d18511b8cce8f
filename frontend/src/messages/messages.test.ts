import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { t } from './index';

const here = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(`${here}en`);
const read = (file: string) =>
  JSON.parse(readFileSync(`${here}en/${file}`, 'utf8')) as Record<
    string,
    string | Record<string, string>
  >;

/** All source text beside the messages themselves, to look for the keys in. */
function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(svelte|tsx?)$/.test(entry.name))
    .filter((entry) => !entry.name.includes('.test.'))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('\n');
}

test('a text with parameters is filled, numbers in the language of the reader', () => {
  expect(t('identity.unsentText', { count: 1200 })).toContain('1,200 changes have not');
});

test('the plural form follows the count', () => {
  expect(t('identity.throttledSeconds', { count: 1 })).toMatch(/1 second\./);
  expect(t('identity.throttledSeconds', { count: 2 })).toMatch(/2 seconds\./);
});

test.each(files)('every key of %s begins with its slice', (file) => {
  const slice = file.replace('.json', '');
  expect(Object.keys(read(file)).filter((key) => !key.startsWith(`${slice}.`))).toEqual([]);
});

test.each(files)('every text of %s is used', (file) => {
  const source = sources(`${here}..`);
  const composed = [...source.matchAll(/`([a-z]+\.[\w.-]*)\$\{/gi)].map((match) => match[1]!);
  const unused = Object.keys(read(file)).filter(
    (key) => !source.includes(`'${key}'`) && !composed.some((start) => key.startsWith(start)),
  );
  expect(unused).toEqual([]);
});

test.each(files)('a plural of %s has the form that every language has', (file) => {
  const plurals = Object.entries(read(file)).filter(([, text]) => typeof text !== 'string');
  expect(plurals.filter(([, forms]) => !('other' in (forms as object)))).toEqual([]);
});
