import { t } from '$/messages';
import type { Key } from './verdict';

/** Who made the key that sealed; a kind that is not known here is told by its name. */
export function kindOf(kind: string): string {
  if (kind === 'installation') return t('verify.kindInstallation');
  return kind === 'certificate' ? t('verify.kindCertificate') : kind;
}

/** Who vouches for the key, claiming no more than the certificate shows. */
export function vouchingOf(key: Key): string {
  if (key.selfSigned) return t('verify.vouchSelf');
  const { subject, issuer } = key;
  return t(key.claimsQualified ? 'verify.vouchQualified' : 'verify.vouchIssued', {
    subject,
    issuer,
  });
}
