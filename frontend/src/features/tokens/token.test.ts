import { describe, expect, it } from 'vitest';

import { dayAhead, examples, stateOf } from './token';

describe('an access token', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  it.each([
    [{ revokedAt: null, expiresAt: '2026-03-02T00:00:00Z' }, 'valid'],
    [{ revokedAt: null, expiresAt: '2026-03-01T12:00:00Z' }, 'expired'],
    [{ revokedAt: '2026-02-01T00:00:00Z', expiresAt: '2026-03-02T00:00:00Z' }, 'revoked'],
  ] as const)('%j is %s', (token, state) => {
    expect(stateOf(token, now)).toBe(state);
  });

  it('ends by default 90 days ahead, across months and years', () => {
    expect(dayAhead(90, new Date(2025, 10, 22))).toBe('2026-02-20');
  });

  it('comes with examples for this server and operator that do not hold the token', () => {
    const { cli, curl } = examples('https://nis.example', 'opr_1');
    const path = '/evidence/operators/opr_1/controls/nis.risk-analysis/ci/nightly-scan';
    expect(curl).toContain(`"https://nis.example${path}?filename=scan-report.pdf"`);
    expect(curl).toContain('Bearer $NISASSESS_TOKEN');
    expect(cli).toContain('--server https://nis.example');
    expect(cli).toContain('--operator opr_1');
  });
});
