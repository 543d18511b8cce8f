import account from './en/account.json';
import annex from './en/annex.json';
import app from './en/app.json';
import approval from './en/approval.json';
import assessments from './en/assessments.json';
import carrying from './en/carrying.json';
import comparison from './en/comparison.json';
import controls from './en/controls.json';
import discussions from './en/discussions.json';
import desk from './en/desk.json';
import evidence from './en/evidence.json';
import explorer from './en/explorer.json';
import identity from './en/identity.json';
import members from './en/members.json';
import inbox from './en/inbox.json';
import operators from './en/operators.json';
import questions from './en/questions.json';
import register from './en/register.json';
import release from './en/release.json';
import remediation from './en/remediation.json';
import requests from './en/requests.json';
import reuse from './en/reuse.json';
import reviews from './en/reviews.json';
import score from './en/score.json';
import seal from './en/seal.json';
import statistics from './en/statistics.json';
import submissions from './en/submissions.json';
import tokens from './en/tokens.json';
import trust from './en/trust.json';
import ui from './en/ui.json';
import verify from './en/verify.json';
import work from './en/work.json';
import workbook from './en/workbook.json';
import { language, type Message } from './language.svelte';

export { language, languages, ORIGINAL } from './language.svelte';

/**
 * All texts of the interface. A key is `slice.what`; a message is a text with {parameters}, or its
 * plural forms by Intl.PluralRules, chosen by the parameter `count`.
 */
const messages = {
  ...account,
  ...annex,
  ...app,
  ...approval,
  ...assessments,
  ...carrying,
  ...comparison,
  ...controls,
  ...discussions,
  ...desk,
  ...evidence,
  ...explorer,
  ...identity,
  ...members,
  ...inbox,
  ...operators,
  ...questions,
  ...register,
  ...release,
  ...remediation,
  ...requests,
  ...reuse,
  ...reviews,
  ...score,
  ...seal,
  ...statistics,
  ...submissions,
  ...tokens,
  ...trust,
  ...ui,
  ...verify,
  ...work,
  ...workbook,
};

export type MessageKey = keyof typeof messages;
export type Parameters = Record<string, string | number>;

const kept = new Map<string, { plurals: Intl.PluralRules; numbers: Intl.NumberFormat }>();

function rulesOf(locale: string) {
  let rules = kept.get(locale);
  if (!rules) {
    rules = { plurals: new Intl.PluralRules(locale), numbers: new Intl.NumberFormat(locale) };
    kept.set(locale, rules);
  }
  return rules;
}

/** A text in the language shown, or the English one where it is not translated yet. */
function found(key: MessageKey): { message: Message; locale: string } {
  const translated = language.messages[key];
  if (translated !== undefined) return { message: translated, locale: language.locale };
  return { message: messages[key] as Message, locale: 'en-IE' };
}

/** The text of a key in the reader's language. */
export function t(key: MessageKey, parameters: Parameters = {}): string {
  const { message, locale } = found(key);
  const { plurals, numbers } = rulesOf(locale);
  const text =
    typeof message === 'string'
      ? message
      : (message[plurals.select(Number(parameters.count ?? 0))] ?? message.other ?? '');
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
