import { expect, test } from 'vitest';
import { asked, progressOf, type Conditional } from './asking';

const question = (id: string, when: Conditional['when'] = null) => ({ id, when, optional: false });
const on = (name: string, ...anyOf: string[]) => ({ question: name, anyOf });
const given =
  (answers: Record<string, string | null> = {}) =>
  (id: string) =>
    answers[id];

test('a question without a condition is always asked', () => {
  expect(asked([question('a'), question('b')], given())).toEqual(new Set(['a', 'b']));
});

test('a condition holds when one of its values was chosen', () => {
  const questions = [question('a'), question('b', on('a', 'yes', 'partly'))];
  expect(asked(questions, given({ a: 'partly' }))).toEqual(new Set(['a', 'b']));
  expect(asked(questions, given({ a: 'no' }))).toEqual(new Set(['a']));
});

test('of several chosen values one is enough', () => {
  const questions = [question('a'), question('b', on('a', 'vpn'))];
  expect(asked(questions, given({ a: 'modem vpn' }))).toEqual(new Set(['a', 'b']));
  expect(asked(questions, given({ a: 'modem vpn2' }))).toEqual(new Set(['a']));
});

test('a condition on an unanswered question does not hold', () => {
  const questions = [question('a'), question('b', on('a', 'yes'))];
  expect(asked(questions, given())).toEqual(new Set(['a']));
  expect(asked(questions, given({ a: null }))).toEqual(new Set(['a']));
});

test('a condition on a question that is not asked does not hold, whatever was answered before', () => {
  const questions = [question('a'), question('b', on('a', 'yes')), question('c', on('b', 'yes'))];
  expect(asked(questions, given({ a: 'no', b: 'yes' }))).toEqual(new Set(['a']));
});

test('a condition on a later or an unknown question does not hold', () => {
  const questions = [question('a', on('b', 'yes')), question('b'), question('c', on('x', 'yes'))];
  expect(asked(questions, given({ b: 'yes', x: 'yes' }))).toEqual(new Set(['b']));
});

test('what is not asked does not count as open', () => {
  const questions = [question('a'), question('b', on('a', 'yes'))];
  expect(progressOf(questions, given({ a: 'no' }))).toEqual({ answered: 1, count: 1 });
  expect(progressOf(questions, given({ a: 'yes' }))).toEqual({ answered: 1, count: 2 });
});

test('what may be left out counts only when it is answered', () => {
  const questions = [question('a'), { ...question('b'), optional: true }];
  expect(progressOf(questions, given())).toEqual({ answered: 0, count: 1 });
  expect(progressOf(questions, given({ b: 'words' }))).toEqual({ answered: 1, count: 2 });
});
