/** What the server answers to a file or a digest; the words in it are English. */

export type State = 'passed' | 'failed' | 'unknown';

export interface Key {
  id: string;
  subject: string;
  issuer: string;
  selfSigned: boolean;
  claimsQualified: boolean;
  validFrom: string;
  validUntil: string;
  retiredAt?: string | null;
}

export interface Stamp {
  at: string;
  authority: string;
}

export interface SealedHere {
  submission: string;
  version: number;
  superseded: boolean;
  sealedAt: string | null;
  installation: string | null;
  kind: string | null;
  key: Key | null;
  timestamp: Stamp | null;
  fault?: string;
}

export interface Check {
  code: string;
  state: State;
  words: string;
}

export interface OfFile {
  verdict: 'genuine' | 'altered' | 'unknown';
  digest: string | null;
  checks: Check[];
  changes: string[];
  seal: {
    submission: string;
    version: number;
    sealedAt: string;
    installation: string;
    kind: string;
  } | null;
  key: Key | null;
  timestamp: Stamp | null;
  sealedHere: SealedHere[];
}

export interface OfDigest {
  digest: string;
  sealedHere: SealedHere[];
}

/** The digest in what somebody pasted: groups and colons are dropped, an address is looked into. */
export function digestIn(text: string): string | null {
  const found = /[0-9a-f]{64,}/.exec(text.toLowerCase().replace(/[\s:]/g, ''))?.[0];
  return found?.length === 64 ? found : null;
}

/** The digest that the page was opened with: `/verify#…` of a QR code, `/verify?digest=…`. */
export function digestOf(url: URL): string | null {
  return digestIn(url.hash.slice(1)) ?? digestIn(url.searchParams.get('digest') ?? '');
}
