import { formatDate } from '$/kit/format';
import { t } from '$/messages';

interface Asked {
  options: readonly { id: string; label: string }[];
}
interface Given {
  option: string;
  authority: string;
  dated: string;
}

/** By what act a profile was opened, in one line; null where none is asked for. */
export function openingText(asked: Asked | null, given: Given | null): string | null {
  if (!given || !given.dated) return null;
  const option = asked?.options.find(({ id }) => id === given.option)?.label ?? given.option;
  const { authority, dated } = given;
  return t('assessments.openingLine', { option, authority, date: formatDate(dated) });
}
