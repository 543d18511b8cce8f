import { locale } from '$/messages';

const timeFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
const dateTimeFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const euroFormat = new Intl.NumberFormat(locale, {
  style: 'currency',
  currency: 'EUR',
  maximumFractionDigits: 0,
});
const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' });
const regionNames = new Intl.DisplayNames([locale], { type: 'region' });

/** A Date of the schema (2026-01-31) is a day, in no time zone. */
function day(value: string): Date {
  const [year, month, date] = value.slice(0, 10).split('-').map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, date ?? 1);
}

export const formatDate = (value: string): string =>
  dateFormat.format(value.length > 10 ? new Date(value) : day(value));
export const formatDateTime = (value: string): string => dateTimeFormat.format(new Date(value));
export const formatTime = (value: string | Date): string => timeFormat.format(new Date(value));
export const formatNumber = (value: number): string => numberFormat.format(value);
export const formatEuro = (value: number): string => euroFormat.format(value);
export const formatList = (values: readonly string[]): string => listFormat.format(values);

/** A share of 0..1; rounds down below 1 so that 99.6 % never reads as complete. */
export function formatPercent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)}\u00a0%`;
}

/** The name of a country by its ISO 3166-1 alpha-2 code. */
export function formatCountry(code: string): string {
  try {
    return regionNames.of(code) ?? code;
  } catch {
    return code;
  }
}

const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${oneDecimal.format(value)}\u00a0${UNITS[unit]}`;
}
