/** View and filter of the statistics, as they stand in the address. */

import { paths } from '$/kit/paths';
import { toSearch as toSubmissions, type FilterValues } from '$/features/submissions/filter';

export const VIEWS = [
  'distribution',
  'weakest',
  'not-applicable',
  'late',
  'evolution',
  'measures',
] as const;
export type View = (typeof VIEWS)[number];

export const NARROWING = ['request', 'profile', 'year', 'country', 'subsector'] as const;
export type Narrowing = Record<(typeof NARROWING)[number], string>;

export const viewOf = (search: URLSearchParams): View =>
  VIEWS.find((view) => view === search.get('view')) ?? 'distribution';

export function narrowingOf(search: URLSearchParams): Narrowing {
  const entries = NARROWING.map((name) => [name, search.get(name)?.trim() ?? ''] as const);
  return Object.fromEntries(entries) as Narrowing;
}

/** ?view=…&… for a link; more is what one view alone asks for. */
export function toAddress(
  view: View,
  narrowing: Partial<Narrowing>,
  more: Record<string, string> = {},
): string {
  const search = new URLSearchParams({ view });
  for (const name of NARROWING) if (narrowing[name]) search.set(name, narrowing[name]);
  for (const [name, value] of Object.entries(more)) if (value) search.set(name, value);
  return `${paths.statistics()}?${search.toString()}`;
}

/** The filter of the API; what is not narrowed by is left out. */
export function toFilter(narrowing: Narrowing) {
  return {
    ...(narrowing.request && { requestId: narrowing.request }),
    ...(narrowing.profile && { profileId: narrowing.profile }),
    ...(/^\d{4}$/.test(narrowing.year) && { year: Number(narrowing.year) }),
    ...(narrowing.country && { country: narrowing.country }),
    ...(narrowing.subsector && { subsector: narrowing.subsector }),
  };
}

/** The submissions behind a number: those that are counted, and what the number counts of them. */
export function behind(narrowing: Narrowing, what: Partial<FilterValues>): string {
  return (
    paths.submissions() +
    toSubmissions({
      requestId: narrowing.request,
      profileId: narrowing.profile,
      year: narrowing.year,
      country: narrowing.country,
      subsector: narrowing.subsector,
      newest: 'yes',
      ...what,
    })
  );
}

export function csvAddress(view: View, narrowing: Narrowing): string {
  const search = new URLSearchParams();
  for (const name of NARROWING) if (narrowing[name]) search.set(name, narrowing[name]);
  return `/statistics/${view}.csv?${search.toString()}`;
}
