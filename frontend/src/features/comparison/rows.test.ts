import { describe, expect, it } from 'vitest';
import type { Said } from './queries';
import { besideRows } from './rows';

const said = (more: Partial<Said> = {}): Said => ({
  controlId: 'c',
  title: 'C',
  state: 'BELOW',
  level: 1,
  justification: null,
  notApplicableReason: null,
  evidence: [],
  measure: null,
  answers: [],
  ...more,
});
const answer = (questionId: string, text: string | null, becomes: string | null = null) => ({
  questionId,
  prompt: `${questionId}?`,
  answer: text,
  value: text,
  becomes,
});

describe('then and now', () => {
  it('puts an answer beside the one that it becomes', () => {
    const rows = besideRows(
      [said({ answers: [answer('old', 'No', 'new')] })],
      said({ answers: [answer('new', 'Yes')] }),
    );
    expect(rows).toEqual([{ key: 'new?', then: 'No', now: 'Yes', changed: true }]);
  });

  it('keeps what is not asked any more, and leaves out what nobody said', () => {
    const rows = besideRows(
      [said({ answers: [answer('gone', 'No'), answer('empty', null)] })],
      said(),
    );
    expect(rows).toEqual([{ key: 'gone?', then: 'No', now: null, changed: true }]);
  });

  it('joins what several earlier controls said', () => {
    const rows = besideRows(
      [said({ justification: 'One.' }), said({ justification: 'Two.' })],
      said({ justification: 'One.\n\nTwo.' }),
    );
    expect(rows.map(({ then, changed }) => [then, changed])).toEqual([['One.\n\nTwo.', false]]);
  });
});
