import type { Entry, Framework } from './queries';

export const FILTERS = ['all', 'onlyMet', 'onlyNotMet'] as const;
export type Filter = (typeof FILTERS)[number];

export const filterOf = (text: string | null): Filter =>
  FILTERS.find((filter) => filter === text) ?? 'all';

/** The framework asked for; else NIS2, which every operator answers to, else the first. */
export const chosenFramework = (
  frameworks: readonly Framework[],
  name: string | null,
): Framework | undefined =>
  frameworks.find(({ framework }) => framework === name) ??
  frameworks.find(({ framework }) => /NIS ?2|2022\/2555/.test(framework)) ??
  frameworks[0];

const hasMet = (entry: Entry): boolean => entry.controls.some(({ state }) => state === 'MET');

export function entriesOf(framework: Framework | undefined, filter: Filter): Entry[] {
  const entries = framework?.entries ?? [];
  if (filter === 'all') return [...entries];
  return entries.filter((entry) => hasMet(entry) === (filter === 'onlyMet'));
}
