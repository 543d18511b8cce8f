/**
 * Filter and order of the desk, as they stand in the address of the page, in that of an export and
 * in a saved view: one form for all three.
 */

import type { CaseFilter, CaseOrder, CaseState } from './queries';

export const STATES = [
  'REQUESTED',
  'OPENED',
  'SUBMITTED',
  'IN_REVIEW',
  'RETURNED',
  'CLOSED',
  'WITHDRAWN',
] as const satisfies readonly CaseState[];

export const ORDERS = {
  due: 'DUE',
  name: 'NAME',
  submitted: 'SUBMITTED',
  attainment: 'ATTAINMENT',
  completeness: 'COMPLETENESS',
  subsector: 'SUBSECTOR',
  newest: 'NEWEST',
} as const satisfies Record<string, CaseOrder>;
export type OrderName = keyof typeof ORDERS;

const TEXTS = ['search', 'sector', 'subsector', 'country', 'status', 'request', 'officer'] as const;
const FLAGS = ['overdue', 'voluntary', 'unassigned'] as const;
const SHARES = [
  'attainmentFrom',
  'attainmentUntil',
  'completenessFrom',
  'completenessUntil',
] as const;
const NAMES = ['state', ...TEXTS, ...FLAGS, ...SHARES, 'sort', 'descending'] as const;
export type DeskName = (typeof NAMES)[number];
/** By name; what is not there, or empty, narrows nothing. */
export type DeskValues = Partial<Record<DeskName, string>>;

/** What of an address concerns the desk. */
export function valuesOf(search: URLSearchParams): DeskValues {
  const found: DeskValues = {};
  for (const name of NAMES) {
    const value = search.get(name)?.trim();
    if (value) found[name] = value;
  }
  return found;
}

export function toSearch(values: DeskValues, more: Record<string, string | null> = {}): string {
  const search = new URLSearchParams();
  for (const name of NAMES) {
    const value = values[name]?.trim();
    if (value) search.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) {
    if (value) search.set(name, value);
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

export function statesOf(values: DeskValues): CaseState[] {
  const wanted = (values.state ?? '').toUpperCase().split(',');
  return STATES.filter((state) => wanted.includes(state));
}

export const orderOf = (values: DeskValues): OrderName =>
  values.sort && values.sort in ORDERS ? (values.sort as OrderName) : 'due';

/** A share in per cent, as people enter it, from the 0 to 1 of the address; and back. */
export const percentOf = (share: string | undefined): string => {
  const number = Number(share);
  return share && Number.isFinite(number) ? String(Math.round(number * 10_000) / 100) : '';
};
export const shareOf = (percent: string): string => {
  const number = Number(percent.replace(',', '.'));
  if (!percent.trim() || !Number.isFinite(number)) return '';
  return String(Math.min(100, Math.max(0, number)) / 100);
};

/** The filter as GraphQL takes it. */
export function toFilter(values: DeskValues): CaseFilter {
  const filter: Record<string, unknown> = {};
  const states = statesOf(values);
  if (states.length) filter.states = states;
  for (const name of TEXTS) {
    const own = name === 'request' ? 'requestId' : name === 'officer' ? 'officerId' : name;
    if (values[name]) filter[own] = values[name];
  }
  for (const name of FLAGS) {
    if (values[name]) filter[name] = values[name] === 'true';
  }
  for (const name of SHARES) {
    const number = Number(values[name]);
    if (values[name] && Number.isFinite(number)) filter[name] = number;
  }
  return filter as CaseFilter;
}

/** Whether anything is narrowed; the order narrows nothing. */
export const isNarrowed = (values: DeskValues): boolean =>
  NAMES.some((name) => name !== 'sort' && name !== 'descending' && values[name]);
