/** Where the log of sealed digests holds an entry, as a receipt states it. */
export interface LogPlace {
  position: number;
  head: string;
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (one) => one.charCodeAt(0)));
}

/** Reads what a receipt says of the log; its signature is for who gets the receipt to check. */
export function placeIn(receipt: string | null): LogPlace | null {
  try {
    const payload = receipt?.split('.')[1];
    if (!payload) return null;
    const { log } = JSON.parse(fromBase64Url(payload)) as { log?: Partial<LogPlace> | null };
    return typeof log?.position === 'number' && typeof log.head === 'string'
      ? { position: log.position, head: log.head }
      : null;
  } catch {
    return null;
  }
}
