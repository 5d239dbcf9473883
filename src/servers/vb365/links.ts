/** Ids out of VB365's HAL links. */
import { readFields, readId, requireId, type Fields } from '../reading/reading.ts';

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * The id that a link of a record points to: the last UUID of `_links.<name>.href`. Only the id is
 * taken, never the address: links are absolute up to v5 and relative after it, lack the leading
 * slash inside v6 items, and point to routes that are gone (api/vb365.md section 3).
 *
 * @returns null where the link or a UUID in it is missing, and for the nil UUID
 */
export function linkedId(record: Fields, name: string): string | null {
  const { href } = readFields(readFields(record['_links'])[name]);
  if (typeof href !== 'string') return null;
  return readId(href.match(UUIDS)?.at(-1));
}

/**
 * A record's own id, or the one that its link to itself ends with.
 *
 * @throws ANSWER_UNREADABLE where it has neither: such a record could not be told from the next
 */
export function recordId(record: Fields, where: string): string {
  return readId(record['id']) ?? linkedId(record, 'self') ?? requireId(record['id'], where, 'id');
}
