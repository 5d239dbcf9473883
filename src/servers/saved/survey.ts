import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import type { Product } from '../../model/product.ts';
import type { Session } from '../../model/session.ts';
import { isFields } from '../reading/reading.ts';
import { createOwnReader } from './own-records.ts';
import { unlistedJob } from './saved-server.ts';

/** What a first look at a file of sessions tells. */
export interface Survey {
  /** The one server that all of them are of. */
  readonly name: string;
  readonly product: Product;
  readonly sessions: number;
  /** When the oldest one began. */
  readonly oldest: Instant;
  /** As their newest sessions tell of them. */
  readonly jobs: readonly Job[];
}

/** No line of vsi is longer; a file without lines is no use to look at. */
const LONGEST_LINE = 1 << 20;
/** How much of a line holds all up to `createdAt`, as a rule. */
const HEAD_LENGTH = 512;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const TEXT = '(?:null|"(?:[^"\\\\]|\\\\.)*")';
/** A session's line up to `createdAt`, as vsi writes it (contract section 3). */
const HEAD = new RegExp(
  `^\\{"id":"([!#-[\\]-~]+)","server":("[^"\\\\]+"),"product":"(?:vb365|vbr)","jobId":(null|"[^"\\\\]*"),` +
    ['jobName', 'name', 'kind', 'mode', 'status', 'statusText']
      .map((key) => `"${key}":${TEXT},`)
      .join('') +
    '"createdAt":"(2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)",',
);

/**
 * Looks through a large file before it is read. Where it holds sessions of one server as vsi printed them
 * (`-o ndjson`, `-o json`), newest first and nothing else, its sessions can be read as they are needed; what
 * else has to be known of them is found out here, at a tenth of the reading's cost: only the beginnings of
 * lines are looked at, and a job's first session.
 *
 * @param chunks the bytes of the file as they come; each is used up before the next is asked for
 * @param onProgress called with the number of sessions so far
 * @returns null for any other file: all of it must be in memory before a question can be answered
 */
export async function surveyFile(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: (sessions: number) => void = () => undefined,
): Promise<Survey | null> {
  const surveyor = new Surveyor();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    if (rest.length > 0) {
      const end = bytes.indexOf(NEWLINE);
      rest = Buffer.concat([rest, end === -1 ? bytes : bytes.subarray(0, end)]);
      if (rest.length > LONGEST_LINE) return null;
      if (end === -1) continue;
      if (!surveyor.take({ bytes: rest, from: 0, to: rest.length })) return null;
      at = end + 1;
    }
    for (;;) {
      const end = bytes.indexOf(NEWLINE, at);
      if (end === -1) break;
      if (!surveyor.take({ bytes, from: at, to: end })) return null;
      at = end + 1;
    }
    rest = Buffer.from(bytes.subarray(at));
    surveyor.keepLast();
    onProgress(surveyor.sessions);
  }
  return surveyor.take({ bytes: rest, from: 0, to: rest.length }) ? surveyor.finish() : null;
}

/** A line where it stands: to cut each out would cost more than to look at it. */
interface Line {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

class Surveyor {
  readonly #own = createOwnReader();
  readonly #jobs = new Map<string, Job>();
  /** Jobs that are known, as they are written. */
  readonly #jobIds = new Set<string>(['null']);
  sessions = 0;
  #list: 'none' | 'open' | 'closed' = 'none';
  #first: Session | null = null;
  #server = '';
  #lastId = '';
  #lastCreatedAt = '';
  #lastLine: Line | null = null;

  /** @returns whether the line is one that may stand there */
  take(whole: Line): boolean {
    const line = trimmed(whole);
    const { bytes, from, to } = line;
    if (to === from) return true;
    if (this.#list === 'closed') return false;
    if (to === from + 1) return this.#takeBracket(bytes[from]);
    if (bytes[from] !== OPEN_BRACE || bytes[to - 1] !== CLOSE_BRACE) return false;
    const [, id = '', server = '', jobId = '', createdAt = ''] = headOf(line) ?? [];
    if (createdAt === '' || !this.#follows(createdAt, id)) return false;
    if (!this.#jobIds.has(jobId) || this.#first === null) {
      const session = this.#parsed(line);
      if (session === null) return false;
      if (this.#first === null) this.#server = server;
      this.#first ??= session;
      this.#noteJob(session, jobId);
    }
    this.sessions += 1;
    this.#lastLine = line;
    return server === this.#server;
  }

  /** Takes the last line out of bytes that are about to be overwritten. */
  keepLast(): void {
    if (this.#lastLine === null) return;
    const { bytes, from, to } = this.#lastLine;
    this.#lastLine = { bytes: Buffer.from(bytes.subarray(from, to)), from: 0, to: to - from };
  }

  /** @returns null where the file cannot be streamed after all */
  finish(): Survey | null {
    // A file that breaks off may do so behind a bracket.
    const last = this.#lastLine === null ? null : this.#parsed(this.#lastLine);
    const oldest = last?.createdAt ?? null;
    if (this.#first === null || oldest === null || this.#list === 'open') return null;
    const { server, product } = this.#first;
    return {
      name: server,
      product,
      sessions: this.sessions,
      oldest,
      jobs: [...this.#jobs.values()],
    };
  }

  #takeBracket(bracket: number | undefined): boolean {
    if (bracket === OPEN_BRACKET && this.#list === 'none' && this.sessions === 0) {
      this.#list = 'open';
      return true;
    }
    if (bracket !== CLOSE_BRACKET || this.#list !== 'open') return false;
    this.#list = 'closed';
    return true;
  }

  /** Whether a session comes behind the last one: `newestFirst` for times that are written alike. */
  #follows(createdAt: string, id: string): boolean {
    const isNext =
      this.sessions === 0 ||
      (createdAt < this.#lastCreatedAt && id !== this.#lastId) ||
      (createdAt === this.#lastCreatedAt && id > this.#lastId);
    this.#lastCreatedAt = createdAt;
    this.#lastId = id;
    return isNext;
  }

  /** Children belong to their parents and make no job known. */
  #noteJob(session: Session, written: string): void {
    const { jobId, parentSessionId } = session;
    if (jobId === null || parentSessionId !== null) return;
    this.#jobIds.add(written);
    if (!this.#jobs.has(jobId)) this.#jobs.set(jobId, unlistedJob(session, jobId));
  }

  #parsed({ bytes, from, to }: Line): Session | null {
    try {
      const value: unknown = JSON.parse(bytes.toString('utf8', from, to));
      if (!isFields(value)) return null;
      const { server } = value;
      if (typeof server !== 'string') return null;
      return this.#own.session(value, { server, product: 'vbr', wrong: () => new RangeError() });
    } catch {
      return null;
    }
  }
}

/** One character a byte: what is not ASCII is only compared, or read once more as what it is. */
function headOf({ bytes, from, to }: Line): RegExpExecArray | null {
  const begin = Math.min(from + HEAD_LENGTH, to);
  const head = HEAD.exec(bytes.toString('latin1', from, begin));
  return head !== null || begin === to ? head : HEAD.exec(bytes.toString('latin1', from, to));
}

/** The line without what may stand behind a value. */
function trimmed({ bytes, from, to }: Line): Line {
  let end = to;
  while (end > from && isBehindValue(bytes[end - 1])) end -= 1;
  return { bytes, from, to: end };
}

function isBehindValue(byte: number | undefined): boolean {
  return byte === COMMA || byte === SPACE || byte === CARRIAGE_RETURN;
}
