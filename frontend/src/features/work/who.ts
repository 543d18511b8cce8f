import { formatDate } from '$/kit/format';
import { t } from '$/messages';

/**
 * Who looks after a control: the assignments that cover it, the nearest first. A control's stands
 * before its group's, one part's before that of all; several people may share a control.
 */
export interface Assigned {
  person: { id: string; name: string } | null;
  groupId: string | null;
  controlId: string | null;
  partId: string | null;
  dueOn: string | null;
  formerName: string | null;
}

const distance = (one: Assigned): number => (one.controlId ? 0 : 2) + (one.partId ? 0 : 1);

export function assignedTo<T extends Assigned>(
  assignments: readonly T[],
  groupId: string,
  controlId: string,
  partId?: string,
): T[] {
  return assignments
    .filter((one) => one.controlId === controlId || one.groupId === groupId)
    .filter((one) => !partId || !one.partId || one.partId === partId)
    .sort((left, right) => distance(left) - distance(right));
}

/** Names of those who look after something, each once. */
export function names(assignments: readonly Assigned[]): string[] {
  return [...new Set(assignments.flatMap((one) => (one.person ? [one.person.name] : [])))];
}

export type WorkFilter = 'all' | 'mine' | 'unassigned';

export function fits(
  filter: WorkFilter,
  assignments: readonly Assigned[],
  viewerId: string | null,
): boolean {
  if (filter === 'mine') return assignments.some((one) => one.person?.id === viewerId);
  if (filter === 'unassigned') return !assignments.some((one) => one.person);
  return true;
}

/** What groups and controls are called, by id; their language where it is not the page's. */
export type Titles = ReadonlyMap<string, { text: string; lang: string | undefined }>;

interface OnTerms {
  person: { name: string } | null;
  partId: string | null;
  dueOn: string | null;
  needsConfirmation: boolean;
  accessUntil: string | null;
}

/** The terms of an assignment in one line. */
export function inWords(one: OnTerms, parts: readonly { id: string; name: string }[]): string {
  const part = parts.find(({ id }) => id === one.partId)?.name;
  return [
    one.person?.name,
    part ?? (parts.length > 1 ? t('work.allParts') : null),
    one.dueOn ? t('work.due', { date: formatDate(one.dueOn) }) : t('work.noDueDate'),
    one.needsConfirmation ? t('work.isConfirmed') : null,
    one.accessUntil ? t('work.accessTo', { date: formatDate(one.accessUntil) }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
