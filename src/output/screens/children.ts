import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { shortId } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import type { Screen } from '../screen.ts';
import type { Row, TableColumn } from '../table.ts';
import { formatDateTime, formatDuration } from '../units.ts';
import { byStatus, NAME_COLUMN, PLAIN_COLUMN, plainTable } from './plain-table.ts';

/** More than a screen of them say no more: `jobs sessions` lists them all. */
const MOST = 20;

const COLUMNS: readonly TableColumn[] = [
  PLAIN_COLUMN,
  { ...NAME_COLUMN, importance: 80 },
  { ...PLAIN_COLUMN, importance: 60 },
  { ...PLAIN_COLUMN, importance: 70, align: 'right' },
  PLAIN_COLUMN,
];

/** What went wrong comes first. */
const byGravity = byStatus(['failed', 'warning']);

/** The sessions that a session started: those with problems first, then newest first. */
export function drawChildren(children: readonly Session[], screen: Screen): readonly string[] {
  if (children.length === 0) return [];
  const rows = [...children]
    .sort((a, b) => byGravity(a, b) || newestFirst(a, b))
    .slice(0, MOST)
    .map((child) => rowOf(child, screen));
  const { theme } = screen;
  const more = children.length - rows.length;
  return [
    theme.heading(`Child sessions (${String(children.length)})`),
    ...plainTable(COLUMNS, rows, screen),
    ...(more > 0 ? [theme.dim(`and ${String(more)} more: vsi jobs sessions lists them`)] : []),
  ];
}

function rowOf(child: Session, { theme, timeZone }: Screen): Row {
  const { id, name, jobName, kind, status, createdAt, durationSeconds } = child;
  return [
    theme.status(status),
    safeText(name ?? jobName ?? kind),
    theme.dim(formatDateTime(createdAt, timeZone)),
    formatDuration(durationSeconds),
    theme.dim(shortId(id)),
  ];
}
