import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { language, languages, preferred } from './language.svelte';
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

type Text = string | Record<string, string>;
const whole = (language: string): Record<string, Text> =>
  Object.assign(
    {},
    ...readdirSync(`${here}${language}`).map(
      (file) => JSON.parse(readFileSync(`${here}${language}/${file}`, 'utf8')) as object,
    ),
  ) as Record<string, Text>;
const original = whole('en');
const translations = languages.filter((code) => code !== 'en');
const parametersOf = (text: Text | undefined): string[] => {
  const forms = typeof text === 'object' ? Object.values(text) : [text ?? ''];
  return [...new Set(forms.join(' ').match(/\{\w+\}/g))].sort();
};

test.each(translations)('every text is there in "%s", and none besides', (code) => {
  const translated = whole(code);
  expect(Object.keys(original).filter((key) => !(key in translated))).toEqual([]);
  expect(Object.keys(translated).filter((key) => !(key in original))).toEqual([]);
});

test.each(translations)('a text in "%s" has the parameters of the original', (code) => {
  const translated = whole(code);
  const differing = Object.keys(translated).filter(
    (key) =>
      parametersOf(translated[key]).join() !== parametersOf(original[key]).join() ||
      typeof translated[key] !== typeof original[key],
  );
  expect(differing).toEqual([]);
});

test('the first language that there is of those wanted is shown', () => {
  expect(preferred([null, 'xx', 'en-GB'])).toBe('en');
  expect(preferred(['de-AT', 'fr'])).toBe(languages.includes('de') ? 'de' : 'fr');
  expect(preferred([])).toBe('en');
});

test('a text comes in the chosen language, and in English where it is missing', async () => {
  await language.choose('fr');
  expect(t('ui.close')).toBe('Fermer');
  language.messages = {};
  expect(t('ui.close')).toBe('Close');
  await language.choose('en');
});

test('numbers and plurals follow the chosen language', async () => {
  await language.choose('fr');
  // French counts nothing in the singular, and sets numbers apart with a narrow space.
  expect(t('assessments.controlCount', { count: 0 })).toBe('0 mesure');
  expect(t('assessments.questionCount', { count: 1200 })).toContain('1\u202f200');
  await language.choose('en');
});

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
