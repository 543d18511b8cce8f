import { request } from '$/kit/api';
import { language } from '$/messages';
import { guessSettingsMutation, settingsKnownQuery, unreadQuery } from './queries';

const EVERY_MS = 45_000;

/** How many notices are unread, counted up to 100; kept up to date while the page is looked at. */
class Unread {
  count = $state(0);
  /** Over once the server knows where the reader is; settings read before that would be stale. */
  introduced: Promise<void> = Promise.resolve();
  #reader: string | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Counts for this person from now on; null stops. */
  follow(reader: string | null): void {
    if (reader === this.#reader) return;
    this.#reader = reader;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.count = 0;
    if (reader === null) return;
    this.#timer = setInterval(() => void this.look(), EVERY_MS);
    void this.look();
    this.introduced = this.#introduce(reader);
  }

  /** Asks now, unless nobody looks at the page. */
  async look(): Promise<void> {
    const reader = this.#reader;
    if (reader === null || document.visibilityState === 'hidden') return;
    try {
      const { unreadNotices } = await request(unreadQuery, {});
      if (reader === this.#reader) this.count = unreadNotices ?? 0;
    } catch {
      // The next look may get through; the count is no reason to disturb anybody.
    }
  }

  /** At first use the server learns where the reader is, so that a digest comes in the morning. */
  async #introduce(reader: string): Promise<void> {
    const known = `nisassess.introduced.${reader}`;
    try {
      if (sessionStorage.getItem(known)) return;
      const { noticeSettings } = await request(settingsKnownQuery, {});
      if (noticeSettings?.version === 0) {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        await request(guessSettingsMutation, { timeZone, language: language.code });
      }
      sessionStorage.setItem(known, 'yes');
    } catch {
      // Whatever fails here holds the default, and is tried again with the next page.
    }
  }
}

export const unread = new Unread();
