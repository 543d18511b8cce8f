import { t } from '$/messages';
import type { FieldIssue } from './ids';

/** What the browser itself finds wrong in a form's fields, in our words, by field. */
export function invalidFields(form: HTMLFormElement): FieldIssue[] {
  const fields = [...form.elements].filter(
    (element): element is HTMLInputElement => element instanceof HTMLInputElement,
  );
  return fields
    .filter((field) => field.id && !field.validity.valid)
    .map((field) => ({ path: field.id, message: explain(field) }));
}

function explain({ validity, type, min, max }: HTMLInputElement): string {
  if (validity.badInput) return t(type === 'date' ? 'ui.invalidDate' : 'ui.invalidNumber');
  if (validity.stepMismatch) return t('ui.invalidWhole');
  if (validity.rangeUnderflow) return t('ui.invalidLow', { min: Number(min) });
  if (validity.rangeOverflow) return t('ui.invalidHigh', { max: Number(max) });
  if (validity.typeMismatch) return t('ui.invalidEmail');
  return t('ui.invalid');
}
