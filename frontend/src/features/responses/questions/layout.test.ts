import { expect, test } from 'vitest';
import { rowsOf } from './layout';

const question = (id: string, dimension: 'DOCUMENTATION' | 'IMPLEMENTATION' | null = null) => ({
  id,
  dimension,
});

test('neighbours of two dimensions stand side by side, the others alone', () => {
  const [a, b, c, d] = [
    question('a'),
    question('b', 'DOCUMENTATION'),
    question('c', 'IMPLEMENTATION'),
    question('d'),
  ];
  expect(rowsOf([a, b, c, d])).toEqual([
    { kind: 'single', question: a },
    { kind: 'sides', documentation: [b], implementation: [c] },
    { kind: 'single', question: d },
  ]);
});
