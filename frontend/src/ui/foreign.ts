import { language } from '$/messages';

/** The lang attribute of a text of the catalogue; none where it is that of the page. */
export const langOf = (code: string): string | undefined =>
  code === language.code ? undefined : code;
