import { expect, test } from 'vitest';
import type { MappedControl, MappedPart } from './queries';
import { joined, missingEvidence } from './take';

const part = (justification: string | null, evidence: string[] = []) =>
  ({
    justification,
    evidence: evidence.map((id) => ({ evidence: { id } })),
  }) as unknown as MappedPart;
const from = { assessmentTitle: 'DORA 2026', title: 'ICT risk' } as MappedControl;
const quoted = '[From “DORA 2026”, ICT risk:] Reviewed each year.';

test('an explanation is put behind the own one and says where it is from', () => {
  expect(joined('Ours.', from, part('Reviewed each year.'))).toBe(`Ours.\n\n${quoted}`);
  expect(joined(' ', from, part('Reviewed each year.'))).toBe(quoted);
});

test('taking it over twice does not say it twice', () => {
  expect(joined(quoted, from, part('Reviewed each year.'))).toBe(quoted);
});

test('nothing said elsewhere leaves the own explanation alone', () => {
  expect(joined('Ours.', from, part(null))).toBe('Ours.');
});

test('evidence that is attached already is not attached again', () => {
  expect(missingEvidence(part(null, ['a', 'b']), ['a'])).toEqual(['b']);
});
