/** The SHA-256 of the first certificate in a PEM text; null where there is none to read. */
export async function fingerprintOf(pem: string): Promise<string | null> {
  const found = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem);
  // Only pages that came over TLS, or from this machine, may compute digests.
  if (!found?.[1] || !globalThis.crypto?.subtle) return null;
  try {
    const binary = atob(found[1].replace(/\s/g, ''));
    const bytes = Uint8Array.from(binary, (one) => one.charCodeAt(0));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...digest].map((one) => one.toString(16).padStart(2, '0')).join('');
  } catch {
    return null;
  }
}

/** A fingerprint without the separators that tools and people write into it. */
export const plain = (text: string): string => text.replace(/[:\-\s]/g, '').toLowerCase();
