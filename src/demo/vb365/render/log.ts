import type { LogLine, LogType, ProcessedObject } from '../dataset/log.ts';
import { timestamp } from './timestamps.ts';
import { placeholderEnd, when, type Json, type Wire } from './wire.ts';

/** How titles begin up to v7; v8 has the type in a field of its own, and says Error. */
const TITLE_WORDS: Readonly<Record<LogType, string>> = {
  Running: 'Running',
  Success: 'Success',
  Warning: 'Warning',
  Error: 'Failed',
  Stop: 'Stop',
};

/** The v3 server was seen to write its log in another offset than its sessions (section 6). */
const V3_OFFSET_MINUTES = -7 * 60;

/** A LogItem of a job session or a data-retrieval session. */
export function renderLogItem(
  line: LogLine,
  owner: { readonly path: string; readonly relation: string },
  wire: Wire,
): Json {
  const { version, links } = wire;
  const offset = version === 3 ? V3_OFFSET_MINUTES : 0;
  return {
    id: line.id,
    usn: line.usn,
    ...(version >= 8
      ? { type: line.type, message: line.message }
      : { title: `[${TITLE_WORDS[line.type]}] ${line.message}` }),
    creationTime: timestamp(line.createdAt, offset),
    ...when(line.endedAt !== null || version >= 6, {
      endTime: placeholderEnd(line.endedAt, offset),
    }),
    _links: {
      self: links.item(`${owner.path}/logitems/${line.id}`),
      [owner.relation]: links.item(owner.path),
    },
  };
}

/** A JobSessionObject (v7, v8): it has no name. */
export function renderProcessedObject(
  { object, status }: ProcessedObject,
  organizationId: string,
  { links }: Wire,
): Json {
  const { id, type } = object;
  return {
    id,
    type,
    status,
    _links: {
      self: links.item(`organizations/${organizationId}/${type.toLowerCase()}s/${id}`),
    },
  };
}
