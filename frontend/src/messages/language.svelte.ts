/**
 * The languages of the interface: each is a folder of overlays beside `en`. A further language is
 * a further folder, and nothing else.
 */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Messages = Record<string, Message>;

export const ORIGINAL = 'en';
const KEPT_AS = 'nisassess.language';

const overlays = import.meta.glob<Messages>(['./*/*.json', '!./en/*.json'], { import: 'default' });
const folderOf = (path: string): string => path.split('/')[1] ?? '';

/** What the reader may choose from, the original first. */
export const languages: readonly string[] = [
  ORIGINAL,
  ...new Set(Object.keys(overlays).map(folderOf)),
];

class Language {
  /** BCP 47, for the lang attribute and for asking the server. */
  code = $state(ORIGINAL);
  messages = $state.raw<Messages>({});
  /** For dates and numbers; English is that of the Union. */
  readonly locale = $derived(this.code === ORIGINAL ? 'en-IE' : this.code);

  /** The texts are there before the language changes; an unknown one changes nothing. */
  async choose(code: string): Promise<void> {
    if (!languages.includes(code)) return;
    const paths = Object.keys(overlays).filter((path) => folderOf(path) === code);
    const found = await Promise.all(paths.map((path) => overlays[path]!()));
    this.messages = Object.assign({}, ...found) as Messages;
    this.code = code;
    if (typeof document !== 'undefined') document.documentElement.lang = code;
  }
}

export const language = new Language();

/** The reader's choice is remembered in this browser. */
export function remember(code: string): void {
  try {
    localStorage.setItem(KEPT_AS, code);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

/** The first wanted language that there is: "de-AT" is German. */
export function preferred(wanted: readonly (string | null | undefined)[]): string {
  const known = wanted.map((tag) => tag?.toLowerCase().split('-')[0] ?? '');
  return known.find((code) => languages.includes(code)) ?? ORIGINAL;
}

/** Before the first page is shown: what was chosen here, or else what the browser asks for. */
export async function startLanguage(): Promise<void> {
  const code = preferred([remembered(), ...navigator.languages]);
  try {
    await language.choose(code);
  } catch {
    await language.choose(ORIGINAL);
  }
}
