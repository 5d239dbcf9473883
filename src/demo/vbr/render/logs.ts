import { SECOND } from '../../units.ts';
import { since } from '../revisions.ts';
import type { LogLine } from '../world/log-line.ts';
import type { Json, Scene } from './values.ts';

/** How an answer of a log route is to be made. */
export interface LogView {
  /** Session logs come newest first, task logs oldest first, as in the documents' examples. */
  readonly newestFirst: boolean;
  /** Only lines of this status, from 1.3-rev0 on. */
  readonly status: string | null;
}

/** The whole log up to now; it is never paged, and is `records`, not `data`. */
export function renderLog(lines: readonly LogLine[], view: LogView, scene: Scene): Json {
  const { now } = scene;
  const records = lines
    .filter(({ startsAt }) => startsAt <= now)
    .map((line) => ({ line, status: now < line.endsAt ? 'None' : line.status }))
    .filter(({ status }) => view.status === null || status === view.status)
    .map(({ line, status }) => renderLine(line, status, scene));
  if (view.newestFirst) records.reverse();
  return { totalRecords: records.length, records };
}

function renderLine(line: LogLine, status: string, scene: Scene): Json {
  const { wall, now } = scene;
  return {
    status,
    id: line.id,
    startTime: wall.stamp(line.startsAt, 7),
    // A line at work was touched last a moment ago.
    updateTime: wall.stamp(Math.min(line.endsAt, Math.max(line.startsAt, now - SECOND)), 7),
    title: line.title,
    description: line.description,
    ...additionalInfo(line, scene),
  };
}

/** One text in 1.3-rev0 and rev1, a list of fields from rev2 on (api/vbr.md section 3). */
function additionalInfo({ info }: LogLine, { revision }: Scene): Json {
  if (info === null || !since(revision, '1.3-rev0')) return {};
  if (since(revision, '1.3-rev2')) return { additionalInfo: [info] };
  return { additionalInfo: `${info.field}: ${info.data}` };
}
