import { t, type MessageKey } from '$/messages';

interface Item {
  code: string;
  message: string;
  controlId: string | null;
  partId: string | null;
}
interface Named {
  id: string;
  name: string;
}
interface Titled {
  id: string;
  title: string;
}

/** What each code of the server's list means; its own words tell what has no code here. */
const WORDS: Record<string, MessageKey> = {
  nothing_applicable: 'release.item.nothing_applicable',
  unconfirmed: 'release.item.unconfirmed',
  no_evidence: 'release.item.no_evidence',
  no_reason: 'release.item.no_reason',
  unanswered: 'release.item.unanswered',
  proposal: 'release.item.proposal',
  no_justification: 'release.item.no_justification',
  no_measure: 'release.item.no_measure',
  measure_dropped: 'release.item.measure_dropped',
  incomplete_measure: 'release.item.incomplete_measure',
};

/** Names the control and the part of an item in the reader's language. */
export function placeNames(assessment: {
  parts: readonly Named[];
  groups: readonly { controls: readonly Titled[] }[];
}): (item: Pick<Item, 'controlId' | 'partId'>) => string {
  const titles = new Map(
    assessment.groups.flatMap(({ controls }) => controls.map(({ id, title }) => [id, title])),
  );
  const names = new Map(assessment.parts.map(({ id, name }) => [id, name]));
  return ({ controlId, partId }) =>
    [titles.get(controlId ?? ''), names.get(partId ?? '')].filter(Boolean).join(', ');
}

/** An item of the list of what is to be settled, in the reader's language. */
export function sayItem(item: Item, place: string): string {
  const key = WORDS[item.code];
  if (!key || (item.controlId && !place)) return item.message;
  return t(key, { place });
}
