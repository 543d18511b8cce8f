import { expect, test } from 'vitest';
import type { Question } from '../queries';
import {
  answerText,
  canonicalNumber,
  chosenOf,
  dateProblem,
  numberProblem,
  resultOf,
  storedOf,
  textProblem,
} from './answers';

const choice = (value: string, shows: Question['choices'][number]['shows'] = null) => ({
  value,
  label: `label of ${value}`,
  description: null,
  shows,
});
const several = {
  kind: 'MULTIPLE_CHOICE',
  choices: [choice('a'), choice('b'), choice('c')],
} as const;
const indicators = {
  kind: 'INDICATORS',
  choices: [
    choice('bad', 'NOT_ACHIEVED'),
    choice('part', 'PARTIALLY'),
    choice('good', 'ACHIEVED'),
    choice('better', 'ACHIEVED'),
  ],
} as const;

test('chosen values are stored in the order of the choices', () => {
  expect(storedOf(several, ['c', 'a'])).toBe('a c');
});

test('nothing chosen is no answer, and "none" is one', () => {
  expect(storedOf(several, [])).toBeNull();
  expect(chosenOf('none')).toEqual([]);
  expect(answerText(several, 'none')).toBe('None is true');
  expect(answerText(several, null)).toBeNull();
});

test.each([
  [null, 'open'],
  ['none', 'notEnough'],
  ['good better', 'achieved'],
  ['good', 'notEnough'],
  ['part good', 'partially'],
  ['bad part good better', 'bad'],
])('indicators answered %s come to %s', (answer, result) => {
  expect(resultOf(indicators, answer)).toBe(result);
});

test.each([
  ['12', '12'],
  ['12,50', '12.5'],
  [' 1 000 ', '1000'],
  ['-0', '0'],
  ['007', '7'],
  ['3.', '3'],
  ['twelve', 'twelve'],
])('the typed number %s is stored as %s', (typed, stored) => {
  expect(canonicalNumber(typed)).toBe(stored);
});

test('a number is held against its range, in words', () => {
  const range = { minimum: '0', maximum: '100' };
  expect(numberProblem(range, '100')).toBeNull();
  expect(numberProblem(range, '100.5')).toBe('must be from 0 to 100');
  expect(numberProblem({ minimum: '1', maximum: null }, '0')).toBe('must be 1 or more');
  expect(numberProblem(range, 'many')).toBe('must be a number, such as 12 or 0.5');
  expect(numberProblem(range, '1.23456')).toBe('must have at most 15 digits, 4 of them decimals');
});

test('a day outside the range that is taken is told', () => {
  expect(dateProblem('2026-02-28')).toBeNull();
  expect(dateProblem('0026-02-28')).toContain('1 January 1950');
});

test('a text is counted in characters, not in halves of them', () => {
  expect(textProblem('🙂'.repeat(10_000))).toBeNull();
  expect(textProblem('x'.repeat(10_001))).toBe('1 character too many');
  expect(textProblem('\n'.repeat(500))).toBe('must have at most 500 lines');
});

test('answers are told in words: label, number with unit, date', () => {
  expect(answerText({ kind: 'SINGLE_CHOICE', choices: [choice('a')] }, 'a')).toBe('label of a');
  expect(answerText({ kind: 'NUMBER', choices: [], unit: 'hours' }, '12.5')).toBe('12.5 hours');
  expect(answerText({ kind: 'DATE', choices: [] }, '2026-01-31')).toBe('31 January 2026');
  expect(answerText(several, 'a c')).toBe('label of a and label of c');
});
