import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import { shortId } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import type { Screen } from '../screen.ts';
import { createTable, type Row, type TableColumn } from '../table.ts';
import { formatDateTime, formatDuration } from '../units.ts';

/** More than a screen of them say no more: `jobs sessions` lists them all. */
const MOST = 20;

const PLAIN: TableColumn = {
  header: '',
  align: 'left',
  importance: 90,
  overflow: 'never',
  minWidth: 1,
};
const COLUMNS: readonly TableColumn[] = [
  PLAIN,
  { ...PLAIN, importance: 80, overflow: 'truncate', minWidth: 16 },
  { ...PLAIN, importance: 60 },
  { ...PLAIN, importance: 70, align: 'right' },
  PLAIN,
];

/** What went wrong comes first. */
const FIRST: readonly Status[] = ['failed', 'warning'];

/** The sessions that a session started: those with problems first, then newest first. */
export function drawChildren(children: readonly Session[], screen: Screen): readonly string[] {
  if (children.length === 0) return [];
  const rows = [...children]
    .sort((a, b) => rankOf(a) - rankOf(b) || newestFirst(a, b))
    .slice(0, MOST)
    .map((child) => rowOf(child, screen));
  const { width, theme } = screen;
  const table = createTable({ columns: COLUMNS, width, theme, header: false, sample: rows });
  const more = children.length - rows.length;
  return [
    theme.heading(`Child sessions (${String(children.length)})`),
    ...table.draw(rows).split('\n').slice(0, -1),
    ...(more > 0 ? [theme.dim(`and ${String(more)} more: vsi jobs sessions lists them`)] : []),
  ];
}

function rankOf({ status }: Session): number {
  const rank = FIRST.indexOf(status);
  return rank === -1 ? FIRST.length : rank;
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
