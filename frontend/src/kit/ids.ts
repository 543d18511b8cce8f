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
