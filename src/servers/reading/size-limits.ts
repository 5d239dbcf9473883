/**
 * How much of an answer is held in memory, in bytes after decompression: a server that sends without an
 * end must not fill the machine. Lists that arrive as a stream have no bound, each of their items has.
 */
import { VsiError } from '../../model/errors.ts';

const MEBIBYTE = 1 << 20;

/** One whole answer: twice a log of 200,000 records, the largest that is known. */
export const LARGEST_ANSWER = 128 * MEBIBYTE;
/** What `vsi api` prints as it came, a whole history, too; a text of Node ends at 512 MiB. */
export const LARGEST_RAW_ANSWER = 480 * MEBIBYTE;
/** One item of a streamed list. */
export const LARGEST_ITEM = 64 * MEBIBYTE;
/** What stands in front of an answer and says nothing; and of a refusal nobody reads more. */
export const LARGEST_PREFACE = MEBIBYTE;

/**
 * @param what `the answer`
 * @param where the endpoint
 */
export function tooLarge(what: string, limit: number, where: string): VsiError {
  const size = limit < MEBIBYTE ? `${limit} bytes` : `${Math.floor(limit / MEBIBYTE)} MiB`;
  return new VsiError('ANSWER_UNREADABLE', `${what} is larger than ${size}`, {
    where,
    hint: 'no backup server answers like that: check host and port, and what is in between',
  });
}
