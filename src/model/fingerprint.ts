/**
 * A SHA-256 fingerprint as tools print it: upper or lower case, with colons, blanks or dashes or without,
 * `sha256:` or `SHA256 Fingerprint=` in front or not.
 *
 * @returns 64 lower-case hex digits, or null for anything else
 */
export function normaliseFingerprint(text: string): string | null {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^sha-?256(?:\s+fingerprint)?\s*[:=]\s*/, '')
    .replace(/[\s:-]/g, '');
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

/** A SHA-256 fingerprint in capital letters with colons, as browsers and OpenSSL show it. */
export function formatFingerprint(fingerprint: string): string {
  return fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:');
}
