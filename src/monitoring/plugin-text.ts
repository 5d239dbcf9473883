import { safeText } from '../output/safe-text.ts';

/**
 * Text as it may stand in a line that a monitoring system reads: one line without control characters
 * and without `|`, which begins the performance data. Web frontends take text with tags for HTML, so
 * no `<` begins one.
 */
export function pluginText(text: string): string {
  return safeText(text)
    .replaceAll('|', '¦')
    .replaceAll(/<(?=[a-z/!?])/gi, '‹');
}
