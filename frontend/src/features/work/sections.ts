import type { WorkItem } from './queries';

/** The sections of one's own work, in the order in which it is done. */
export const SECTIONS = [
  'returned',
  'late',
  'this_week',
  'later',
  'no_date',
  'waiting',
  'done',
] as const;
export type Section = (typeof SECTIONS)[number];

export function sectionOf(item: Pick<WorkItem, 'standing' | 'when'>): Section {
  if (item.standing === 'RETURNED') return 'returned';
  if (item.standing === 'WAITING') return 'waiting';
  if (item.standing === 'DONE') return 'done';
  return item.when.toLowerCase() as Section;
}

export function sections<T extends Pick<WorkItem, 'standing' | 'when' | 'dueOn'>>(
  items: readonly T[],
): { section: Section; items: T[] }[] {
  return SECTIONS.map((section) => ({
    section,
    items: items
      .filter((item) => sectionOf(item) === section)
      .sort((left, right) => (left.dueOn ?? '9').localeCompare(right.dueOn ?? '9')),
  })).filter(({ items: found }) => found.length > 0);
}
