/** How the states of a proposal look. */
export const LOOKS = {
  OPEN: { tone: 'neutral', icon: 'circle' },
  PROPOSED: { tone: 'info', icon: 'half' },
  CONFIRMED: { tone: 'good', icon: 'check' },
  RETURNED: { tone: 'warn', icon: 'sync' },
} as const;
