import type { AccessToken } from './queries';

export const DEFAULT_DAYS = 90;

/** The day `days` from now, as a Date of the schema. */
export function dayAhead(days: number, now: Date = new Date()): string {
  const day = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days));
  return day.toISOString().slice(0, 10);
}

export type TokenState = 'valid' | 'expired' | 'revoked';

export function stateOf(
  token: Pick<AccessToken, 'revokedAt' | 'expiresAt'>,
  now: Date = new Date(),
): TokenState {
  if (token.revokedAt) return 'revoked';
  return new Date(token.expiresAt) <= now ? 'expired' : 'valid';
}

const CONTROL = 'nis.risk-analysis';
const KEY = 'ci/nightly-scan';

/** How to send a file with the token, ready to paste; the token comes from the environment. */
export function examples(origin: string, operatorId: string): { curl: string; cli: string } {
  const address = `${origin}/evidence/operators/${operatorId}/controls/${CONTROL}/${KEY}`;
  const curl = [
    `curl --upload-file scan-report.pdf \\`,
    `  --header "Authorization: Bearer $NISASSESS_TOKEN" \\`,
    `  "${address}?filename=scan-report.pdf"`,
  ];
  const cli = [
    `nisassess evidence push scan-report.pdf \\`,
    `  --server ${origin} \\`,
    `  --operator ${operatorId} \\`,
    `  --control ${CONTROL} \\`,
    `  --source-key ${KEY}`,
  ];
  return { curl: curl.join('\n'), cli: cli.join('\n') };
}
