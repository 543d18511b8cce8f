/** The filter of the register, as it stands in the address. */

export interface RegisterValues {
  search: string;
  country: string;
  subsector: string;
}

export function filterOf(search: URLSearchParams): RegisterValues {
  const value = (name: string): string => search.get(name)?.trim() ?? '';
  return { search: value('search'), country: value('country'), subsector: value('subsector') };
}

/** What is not filtered by is left out. */
export function toInput(values: RegisterValues): Partial<RegisterValues> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

export function toSearch(values: RegisterValues, after: string | null = null): string {
  const search = new URLSearchParams(toInput(values) as Record<string, string>);
  if (after) search.set('after', after);
  const text = search.toString();
  return text ? `?${text}` : '';
}
