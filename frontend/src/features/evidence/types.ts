/** Evidence as it is attached to a control for a part. */
export interface AttachedItem {
  partId: string;
  attachedAt: string;
  attachedBy: string;
  evidence: {
    id: string;
    kind: 'FILE' | 'REFERENCE';
    title: string;
    filename: string | null;
    size: number | null;
    digest: string | null;
    owner: string | null;
    location: string | null;
    dated: string | null;
    validUntil: string | null;
    revision: number;
    downloadUrl: string | null;
  };
}
