/** The server counts unread notices up to this number. */
export const MOST_COUNTED = 100;
