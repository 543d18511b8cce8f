/** The time zones to choose from, with the one that is set. */
export function timeZones(current: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set([...known, current])].sort();
}

/** The hours of a day as the reader writes them. */
export function hourOptions(locale: string): { value: string; label: string }[] {
  const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  return Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: format.format(new Date(2026, 0, 1, hour)),
  }));
}
