import type { ServerRecord } from '../../model/server-record.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import { safeText } from '../safe-text.ts';
import type { Screen } from '../screen.ts';
import { formatYesNo } from '../units.ts';
import { truncate } from '../width.ts';
import { drawDetails, type Detail } from './details.ts';

/** What `server show` draws. */
export interface ServerView {
  readonly server: ServerRecord;
  /** Further label and text pairs below the record's own; null text = n/a. */
  readonly extra: readonly Detail[];
}

/**
 * One saved server, a setting a line. Every line ends with a line feed; none is wider than the screen but
 * for what is copied: a fingerprint, an address, a path.
 */
export function renderServer({ server, extra }: ServerView, screen: Screen): string {
  const { theme, width } = screen;
  const { product, groups } = server;
  const details: readonly Detail[] = [
    { label: 'URL', text: server.url, whole: true },
    {
      label: 'Product',
      text: product === null ? 'found out at every connection' : PRODUCT_NAMES[product],
    },
    { label: 'User', text: server.username },
    {
      label: 'Groups',
      text: groups.length === 0 ? 'none' : groups.map((name) => `@${name}`).join(' '),
    },
    { label: 'Default', text: formatYesNo(server.default) },
    {
      label: 'Fingerprint',
      text: server.fingerprint ?? 'none, its authority must be trusted',
      whole: server.fingerprint !== null,
    },
    {
      label: 'CA file',
      text: server.caFile ?? "none, the system's authorities",
      whole: server.caFile !== null,
    },
    { label: 'API version', text: server.apiVersion ?? 'the newest common one' },
    ...extra,
  ];
  const safe = details.map((detail) => ({
    ...detail,
    text: detail.text === null ? null : safeText(detail.text),
  }));
  const lines = [
    truncate(theme.bold(safeText(server.name)), width, theme.ellipsis),
    '',
    ...drawDetails(safe, screen),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
