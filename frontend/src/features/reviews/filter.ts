/** Which controls of a case an officer looks at, and the way from one to the next. */

import type { Question, ReviewedControl, Ruling } from './queries';

export const VIEWS = ['all', 'changed', 'year', 'below', 'excluded', 'asked'] as const;
export type View = (typeof VIEWS)[number];

export const isView = (value: string | null): value is View =>
  (VIEWS as readonly string[]).includes(value ?? '');

export interface Reviewed {
  controls: readonly ReviewedControl[];
  questions: readonly Question[];
}

export function shown(review: Reviewed, view: View): ReviewedControl[] {
  const asked = new Set(review.questions.map((one) => one.controlId));
  const fits: Record<View, (control: ReviewedControl) => boolean> = {
    all: () => true,
    changed: (control) => control.sinceVersion !== null,
    year: (control) => control.sinceLastYear !== null,
    below: (control) => control.state === 'BELOW',
    excluded: (control) => control.notApplicableParts.length > 0,
    asked: (control) => asked.has(control.controlId),
  };
  return review.controls.filter(fits[view]);
}

export interface Group {
  id: string;
  title: string;
  controls: ReviewedControl[];
}

export function grouped(controls: readonly ReviewedControl[]): Group[] {
  const found = new Map<string, Group>();
  for (const control of controls) {
    const group = found.get(control.groupId);
    if (group) group.controls.push(control);
    else {
      const title = [control.groupLabel, control.groupTitle].filter(Boolean).join(' ');
      found.set(control.groupId, { id: control.groupId, title, controls: [control] });
    }
  }
  return [...found.values()];
}

/** The controls before and after one, among those that are shown; the one itself may have left. */
export function around(
  controls: readonly ReviewedControl[],
  all: readonly ReviewedControl[],
  id: string,
): { before: ReviewedControl | null; after: ReviewedControl | null } {
  const order = new Map(all.map((one, place) => [one.controlId, place]));
  const here = order.get(id) ?? -1;
  const place = (one: ReviewedControl) => order.get(one.controlId) ?? -1;
  return {
    before: controls.filter((one) => place(one) < here).at(-1) ?? null,
    after: controls.find((one) => place(one) > here) ?? null,
  };
}

/** What was last decided of one part's *not applicable*, and whether on this very version. */
export function rulingOn(
  rulings: readonly Ruling[],
  submissionId: string,
  controlId: string,
  part: string,
): { ruling: Ruling | null; earlier: Ruling | null } {
  const of = rulings.filter((one) => one.controlId === controlId && one.part === part);
  return {
    ruling: of.find((one) => one.submissionId === submissionId) ?? null,
    earlier: of.filter((one) => one.submissionId !== submissionId).at(-1) ?? null,
  };
}

export const nameOf = (control: { label: string | null; title: string }): string =>
  [control.label, control.title].filter(Boolean).join(' ');
