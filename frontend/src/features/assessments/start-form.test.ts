import { expect, test } from 'vitest';
import { emptyForm, openingProblems, problemsOf, stepOf, stepsFor } from './start-form';

test('the period starts as the calendar year', () => {
  expect(emptyForm(2026)).toMatchObject({ periodFrom: '2026-01-01', periodUntil: '2026-12-31' });
});

test('a period that ends before it begins is told at its end', () => {
  const form = { ...emptyForm(2026), periodUntil: '2025-12-31' };
  const paths = problemsOf('scope', form).map((issue) => issue.path);
  expect(paths).toEqual(['scopeKind', 'scopeName', 'title', 'periodUntil']);
});

test('two parts of the same name are told at the second', () => {
  const parts = ['Office IT', 'office it'].map((name) => ({ name, description: '' }));
  const issues = problemsOf('parts', { ...emptyForm(2026), parts });
  expect(issues.map((issue) => issue.path)).toEqual(['parts.1.name']);
});

test('an assessment without any part is told', () => {
  expect(problemsOf('parts', emptyForm(2026))[0]?.path).toBe('parts');
});

test('only a profile that an act opens asks for that act', () => {
  expect(stepsFor({ opening: null })).toEqual(['profile', 'scope', 'parts', 'check']);
  expect(stepsFor({ opening: { statement: 'Listed?', options: [] } })).toContain('opening');
});

test('an act that has not happened yet is told at its date', () => {
  const opening = { option: 'listed', authority: 'Regulator', dated: '2026-03-02' };
  expect(openingProblems(opening, '2026-03-02')).toEqual([]);
  expect(openingProblems(opening, '2026-03-01').map((issue) => issue.path)).toEqual([
    'opening.dated',
  ]);
  const paths = openingProblems({ option: '', authority: ' ', dated: '' }, '2026-03-01');
  expect(paths.map((issue) => issue.path)).toEqual([
    'opening.option',
    'opening.authority',
    'opening.dated',
  ]);
});

test("a server's issue leads to the step of its field", () => {
  expect(stepOf('input.profileId')).toBe('profile');
  expect(stepOf('parts.0.name')).toBe('parts');
  expect(stepOf('opening.dated')).toBe('opening');
  expect(stepOf('periodUntil')).toBe('scope');
});
