import type { CarriedChange, CarryProfile, Planned } from './queries';

/** What needs a look comes first; what stays the same comes last. */
export const CHANGES: readonly CarriedChange[] = [
  'CHANGED',
  'SPLIT',
  'MERGED',
  'ADDED',
  'REMOVED',
  'SAME',
];

export interface PlannedGroup {
  change: CarriedChange;
  controls: Planned[];
}

export const groupedPlan = (planned: readonly Planned[]): PlannedGroup[] =>
  CHANGES.map((change) => ({
    change,
    controls: planned.filter((one) => one.change === change),
  })).filter(({ controls }) => controls.length > 0);

/** The profile used so far stands first, in whatever version it is installed now. */
export const ordered = (profiles: readonly CarryProfile[], usedId: string): CarryProfile[] =>
  [...profiles].sort((one, other) => Number(other.id === usedId) - Number(one.id === usedId));

/** The period of the same length that follows: next year for a year. */
export function periodAfter(from: string, until: string): { from: string; until: string } {
  const DAY = 86_400_000;
  const [first, last] = [Date.parse(from), Date.parse(until)];
  const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
  const wholeYears = from.slice(5) === '01-01' && until.slice(5) === '12-31';
  if (wholeYears) {
    const years = Number(until.slice(0, 4)) - Number(from.slice(0, 4)) + 1;
    const later = (day: string) => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
    return { from: later(from), until: later(until) };
  }
  const begin = last + DAY;
  return { from: iso(begin), until: iso(begin + (last - first)) };
}
