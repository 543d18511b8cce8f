import { describe, expect, it } from 'vitest';

import type { ReviewedAssessment } from './queries';
import { buildReview, placesIn } from './review';

const place = { controlId: 'c', partId: 'office' };

const assessment = {
  parts: [
    { id: 'office', name: 'Office IT' },
    { id: 'centre', name: 'Control centre' },
  ],
  groups: [
    {
      id: 'g',
      title: 'Group',
      controls: [
        {
          id: 'c',
          label: '1.1',
          title: 'Control',
          rationale: 'Because.',
          target: 3,
          questions: [
            {
              id: 'q1',
              prompt: 'How far?',
              kind: 'MATURITY',
              when: null,
              choices: [{ value: 2, label: 'Defined' }],
            },
            {
              id: 'q2',
              prompt: 'Is it tested?',
              kind: 'YES_NO',
              when: null,
              choices: [{ value: 'yes', label: 'Yes' }],
            },
          ],
        },
      ],
    },
  ],
  responses: [{ ...place, questionId: 'q1', value: '2' }],
  statements: [
    { ...place, justification: '', notApplicable: false, notApplicableReason: null },
    {
      controlId: 'c',
      partId: 'centre',
      justification: null,
      notApplicable: true,
      notApplicableReason: 'Nothing of it here.',
    },
  ],
  measures: [{ ...place, what: 'Do it', who: 'CISO', until: '2026-06-30', costClass: 'LOW' }],
  evidence: [{ ...place, evidence: { id: 'e', kind: 'FILE', title: 'Policy' } }],
} as unknown as ReviewedAssessment;

const score = {
  controls: [
    {
      controlId: 'c',
      state: 'BELOW' as const,
      level: 2,
      parts: [
        { partId: 'office', state: 'BELOW' as const, level: 2 },
        { partId: 'centre', state: 'NOT_APPLICABLE' as const, level: null },
      ],
    },
  ],
};

describe('the answers for reading', () => {
  const [group] = buildReview(assessment, score);
  const [office, centre] = group!.controls[0]!.parts;

  it('tells each answer by the label of its choice, and what is unanswered', () => {
    expect(office?.answers.map(({ text }) => text)).toEqual(['Defined', null]);
  });

  it('brings measure and evidence to the part that they belong to', () => {
    expect(office?.measure?.what).toBe('Do it');
    expect(office?.evidence.map(({ title }) => title)).toEqual(['Policy']);
    expect(centre?.measure).toBeNull();
    expect(centre?.evidence).toEqual([]);
  });

  it('tells the reason of what is not applicable, and no empty justification', () => {
    expect(centre?.notApplicableReason).toBe('Nothing of it here.');
    expect(office?.notApplicableReason).toBeNull();
    expect(office?.justification).toBeNull();
  });

  it('finds the gaps', () => {
    const gaps = placesIn([group!], 'BELOW').map(({ control, part }) => [control.id, part.name]);
    expect(gaps).toEqual([['c', 'Office IT']]);
  });
});
