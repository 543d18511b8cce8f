/**
 * The element id of a field, from the path that the server's issues name it by:
 * `input.figures[0].turnover` and `figures.0.turnover` are both `figures-0-turnover`.
 */
export function fieldId(path: string): string {
  return path
    .replace(/^input\./, '')
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '');
}

export interface FieldIssue {
  path: string;
  message: string;
}

/** The message for a field, if the server found one. */
export function issueFor(issues: readonly FieldIssue[], path: string): string | undefined {
  const id = fieldId(path);
  return issues.find((issue) => fieldId(issue.path) === id)?.message;
}

/** The server says what is wrong ("must not be empty"); with the field's label it is a sentence. */
export function sentence(label: string, message: string): string {
  const continues = /^\p{Ll}/u.test(message);
  const text = continues && label ? `${label.replace(/[?:.]$/, '')}: ${message}` : message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The server's issues as sentences, by the labels of the form's fields. */
export function named(
  issues: readonly FieldIssue[],
  labelOf: (id: string) => string | undefined,
): FieldIssue[] {
  return issues.map(({ path, message }) => ({
    path,
    message: sentence(labelOf(fieldId(path)) ?? '', message),
  }));
}
