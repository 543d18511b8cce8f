/** The filter of the list, as it stands in the address. */

import type { Sector, SubmissionFilter } from './queries';

export const FILTER_NAMES = [
  'search',
  'country',
  'sector',
  'subsector',
  'entityType',
  'belowTargetOn',
  'profileId',
  'requestId',
  'year',
  'inEachYear',
  'newest',
  'controlId',
  'controlState',
  'controlLevel',
  'groupId',
  'groupState',
  'lateOn',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type FilterValues = Record<FilterName, string>;

export function filterOf(search: URLSearchParams): FilterValues {
  const entries = FILTER_NAMES.map((name) => [name, search.get(name)?.trim() ?? ''] as const);
  return Object.fromEntries(entries) as FilterValues;
}

const NUMBERS: readonly FilterName[] = ['year', 'controlLevel'];
const whole = (text: string): number | undefined =>
  /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
const state = (text: string): string | undefined =>
  ['MET', 'BELOW', 'NOT_APPLICABLE', 'OPEN'].includes(text) ? text : undefined;

function inputOf(name: FilterName, value: string): unknown {
  if (NUMBERS.includes(name)) return whole(value);
  if (name === 'inEachYear') return value.split(',').flatMap((one) => whole(one) ?? []);
  if (name === 'newest') return value === 'yes';
  if (name === 'controlState' || name === 'groupState') return state(value);
  return value;
}

/** What is not filtered by, or cannot be, is left out. */
export function toInput(values: FilterValues): SubmissionFilter {
  const given = FILTER_NAMES.filter((name) => values[name] !== '');
  return Object.fromEntries(
    given
      .map((name) => [name, inputOf(name, values[name])] as const)
      .filter(([, value]) => value !== undefined),
  );
}

export function isFiltered(values: FilterValues): boolean {
  return FILTER_NAMES.some((name) => values[name] !== '');
}

/** ?search=…&after=… for a link. */
export function toSearch(values: Partial<FilterValues>, after: string | null = null): string {
  const search = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = values[name]?.trim();
    if (value) search.set(name, value);
  }
  if (after) search.set('after', after);
  const text = search.toString();
  return text ? `?${text}` : '';
}

/** The title of an entity type, subsector or sector; its id where nobody knows it any more. */
export function titleOf(sectors: readonly Sector[], id: string): string {
  for (const sector of sectors) {
    if (sector.id === id) return sector.title;
    for (const subsector of sector.subsectors) {
      if (subsector.id === id) return subsector.title;
      const type = subsector.entityTypes.find((one) => one.id === id);
      if (type) return type.title;
    }
  }
  return id;
}
