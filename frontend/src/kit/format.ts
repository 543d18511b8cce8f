import { language } from '$/messages';

/** Something of Intl that is made once per locale. */
function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { locale } = language;
    let found = made.get(locale);
    if (found === undefined) {
      found = make(locale);
      made.set(locale, found);
    }
    return found;
  };
}

const dates = (options: Intl.DateTimeFormatOptions) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, options));
const numbers = (options: Intl.NumberFormatOptions) =>
  perLocale((locale) => new Intl.NumberFormat(locale, options));

const timeFormat = dates({ hour: '2-digit', minute: '2-digit' });
const dateFormat = dates({ dateStyle: 'long' });
const dateTimeFormat = dates({
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const numberFormat = numbers({ maximumFractionDigits: 2 });
const longNumberFormat = numbers({ maximumFractionDigits: 4, useGrouping: 'min2' });
const scoreFormat = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 2 });
const euroFormat = numbers({ style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
const listFormat = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const regionNames = perLocale((locale) => new Intl.DisplayNames([locale], { type: 'region' }));
const languageNames = perLocale((locale) => new Intl.DisplayNames([locale], { type: 'language' }));

/** A Date of the schema (2026-01-31) is a day, in no time zone. */
function day(value: string): Date {
  const [year, month, date] = value.slice(0, 10).split('-').map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, date ?? 1);
}

export const formatDate = (value: string): string =>
  dateFormat().format(value.length > 10 ? new Date(value) : day(value));
export const formatDateTime = (value: string): string => dateTimeFormat().format(new Date(value));
export const formatTime = (value: string | Date): string => timeFormat().format(new Date(value));
export const formatNumber = (value: number): string => numberFormat().format(value);
/** A value on a profile's scale, with one or two decimals. */
export const formatScore = (value: number): string => scoreFormat().format(value);
export const formatEuro = (value: number): string => euroFormat().format(value);
export const formatList = (values: readonly string[]): string => listFormat().format(values);

/** A share of 0..1; rounds down below 1 so that 99.6 % never reads as complete. */
export function formatPercent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)}\u00a0%`;
}

/** The name of a country by its ISO 3166-1 alpha-2 code. */
export function formatCountry(code: string): string {
  try {
    return regionNames().of(code) ?? code;
  } catch {
    return code;
  }
}

/** The name of a language in the reader's language: "French". */
export function formatLanguage(code: string): string {
  try {
    return languageNames().of(code) ?? code;
  } catch {
    return code;
  }
}

/** The name of a language in itself: "Français"; for choosing it. */
export function ownName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** A number that somebody answered with, all its decimals shown. */
export const formatAnswer = (value: string): string =>
  /^-?\d+(\.\d+)?$/.test(value) ? longNumberFormat().format(Number(value)) : value;

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const format = new Intl.NumberFormat(language.locale, {
    style: 'unit',
    unit: UNITS[unit]!,
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  });
  return format.format(value).replace(' ', '\u00a0');
}
