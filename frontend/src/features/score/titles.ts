import { request } from '$/kit/api';
import { language } from '$/messages';
import { titlesQuery } from './queries';

export interface CatalogueText {
  text: string;
  language: string;
}

/** Titles of groups and controls and prompts of questions, by id, in the reader's language. */
export type Titles = ReadonlyMap<string, CatalogueText>;

export const NO_TITLES: Titles = new Map();
const read = new Map<string, Promise<Titles>>();

/** A score tells its titles in the catalogue's own language; these are read once beside it. */
export function titlesOf(assessmentId: string): Promise<Titles> {
  const name = `${language.code} ${assessmentId}`;
  let titles = read.get(name);
  if (!titles) {
    titles = readTitles(assessmentId).catch(() => {
      read.delete(name);
      return NO_TITLES;
    });
    read.set(name, titles);
  }
  return titles;
}

async function readTitles(assessmentId: string): Promise<Titles> {
  const variables = { assessmentId, language: language.code };
  const { assessment } = await request(titlesQuery, variables);
  const titles = new Map<string, CatalogueText>();
  for (const group of assessment?.groups ?? []) {
    titles.set(group.id, { text: group.title, language: group.language });
    for (const control of group.controls) {
      titles.set(control.id, { text: control.title, language: control.language });
      for (const { id, prompt, language: spoken } of control.questions) {
        titles.set(id, { text: prompt, language: spoken });
      }
    }
  }
  return titles;
}
