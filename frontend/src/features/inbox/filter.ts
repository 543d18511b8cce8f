/** What of the inbox is shown; it stands in the address. */
export const BOXES = ['INBOX', 'UNREAD', 'ARCHIVED'] as const;
export type Box = (typeof BOXES)[number];

export interface InboxFilter {
  box: Box;
  kind: string;
}

export function filterOf(search: URLSearchParams): InboxFilter {
  const wanted = search.get('box')?.toUpperCase();
  return { box: BOXES.find((box) => box === wanted) ?? 'INBOX', kind: search.get('kind') ?? '' };
}

export function toSearch(filter: InboxFilter, after?: string | null): string {
  const search = new URLSearchParams();
  if (filter.box !== 'INBOX') search.set('box', filter.box.toLowerCase());
  if (filter.kind) search.set('kind', filter.kind);
  if (after) search.set('after', after);
  const text = search.toString();
  return text && `?${text}`;
}
