import app from './en/app.json';
import approval from './en/approval.json';
import assessments from './en/assessments.json';
import controls from './en/controls.json';
import evidence from './en/evidence.json';
import explorer from './en/explorer.json';
import identity from './en/identity.json';
import operators from './en/operators.json';
import register from './en/register.json';
import release from './en/release.json';
import score from './en/score.json';
import submissions from './en/submissions.json';
import tokens from './en/tokens.json';
import ui from './en/ui.json';

/**
 * All texts of the interface. A key is `slice.what`; a message is a text with {parameters}, or its
 * plural forms by Intl.PluralRules, chosen by the parameter `count`.
 */
const messages = {
  ...app,
  ...approval,
  ...assessments,
  ...controls,
  ...evidence,
  ...explorer,
  ...identity,
  ...operators,
  ...register,
  ...release,
  ...score,
  ...submissions,
  ...tokens,
  ...ui,
};

export type MessageKey = keyof typeof messages;
export type Parameters = Record<string, string | number>;
type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;

/** The language of the interface, and of the lang attribute. */
export const locale = 'en-IE';
export const language = 'en';

const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

function choose(message: Plural, parameters: Parameters): string {
  const form = plurals.select(Number(parameters.count ?? 0));
  return message[form] ?? message.other ?? '';
}

/** The text of a key in the reader's language. */
export function t(key: MessageKey, parameters: Parameters = {}): string {
  const message = messages[key] as string | Plural;
  const text = typeof message === 'string' ? message : choose(message, parameters);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
