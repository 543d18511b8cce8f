import { expect, test } from 'vitest';
import { t } from './index';

test('a text with parameters is filled, numbers in the language of the reader', () => {
  expect(t('identity.unsentText', { count: 1200 })).toContain('1,200 changes have not');
});

test('the plural form follows the count', () => {
  expect(t('identity.throttledSeconds', { count: 1 })).toMatch(/1 second\./);
  expect(t('identity.throttledSeconds', { count: 2 })).toMatch(/2 seconds\./);
});
