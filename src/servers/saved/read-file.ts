import { StringDecoder } from 'node:string_decoder';
import { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { excerpt } from '../reading/json.ts';
import { READABLE, RecordCollector, type CollectorOptions } from './collector.ts';
import type { SavedRecords } from './server-records.ts';
import { ValueCutter, type WrongText } from './value-cutter.ts';

/** What came of reading a file. */
export interface SavedFile {
  readonly servers: readonly SavedRecords[];
  /** Why a part of it is missing: it breaks off. null where it is whole. */
  readonly missing: VsiError | null;
  /** Log records in front of every session, while there are several: nobody knows whose they are. */
  readonly strayLogRecords: number;
}

/**
 * Reads saved records from one or several files.
 *
 * @param chunks the bytes of the file as they come; each is used up before the next is asked for
 * @param onProgress called with the number of records so far
 * @throws USAGE when a file holds nothing that vsi reads, ANSWER_UNREADABLE when it does so further down
 */
export async function readSavedFile(
  chunks: AsyncIterable<Uint8Array>,
  options: CollectorOptions,
  onProgress: (records: number) => void = () => undefined,
): Promise<SavedFile> {
  const collector = new RecordCollector(options);
  const cutter = new ValueCutter(collector.add);
  const { file } = options;
  const found = (): number => collector.found;
  for await (const records of collected(chunks, { collector, cutter, file, taken: found })) {
    onProgress(records);
  }
  return {
    servers: collector.finish(),
    missing: cutter.isOpen ? breaksOff(cutter.line, file) : null,
    strayLogRecords: collector.strayLogRecords,
  };
}

/**
 * The sessions of a file as they come, which is known to hold nothing else: all of one server, newest
 * first (`surveyFile`).
 *
 * @throws LIST_INCOMPLETE where it breaks off, ANSWER_UNREADABLE where it turns out to hold something else
 */
export async function* readSessions(
  chunks: AsyncIterable<Uint8Array>,
  options: CollectorOptions,
): AsyncGenerator<readonly Session[]> {
  const { file } = options;
  const collector = new RecordCollector(options);
  const cutter = new ValueCutter(collector.add);
  const taken = (): readonly Session[] => {
    const sessions = collector.takeSessions();
    if (sessions !== null) return sessions;
    throw new VsiError('ANSWER_UNREADABLE', 'the file has changed while it was read', {
      where: file,
      hint: 'try again when nobody writes to it any more',
    });
  };
  for await (const page of collected(chunks, { collector, cutter, file, taken })) {
    if (page.length > 0) yield page;
  }
  if (cutter.isOpen) throw breaksOff(cutter.line, file);
}

interface Collecting<T> {
  readonly collector: RecordCollector;
  readonly cutter: ValueCutter;
  readonly file: string;
  /** What to make of the collector's records after each piece of the file. */
  readonly taken: () => T;
}

/** Reads a file into a collector, piece by piece. */
async function* collected<T>(
  chunks: AsyncIterable<Uint8Array>,
  { collector, cutter, file, taken }: Collecting<T>,
): AsyncGenerator<T> {
  const check = (wrong: WrongText | null): void => {
    if (wrong !== null) throw noJson(wrong, collector.found, file);
  };
  const feed = (text: string): boolean => {
    check(cutter.feed(text));
    return cutter.isWithinObject;
  };
  let encoding: BufferEncoding | null = null;
  let decoder: StringDecoder | null = null;
  for await (const bytes of fromFirstTwo(chunks)) {
    if (decoder === null) checkStart(bytes, file);
    encoding ??= encodingOf(bytes);
    decoder ??= new StringDecoder(encoding);
    if (encoding === 'utf8') feedLines(bytes, decoder, feed);
    else feed(decoder.write(bytes));
    yield taken();
  }
  if (decoder !== null) feed(decoder.end());
  check(cutter.finish());
  if (cutter.isInValue && collector.found === 0) check({ line: cutter.line, text: '' });
  yield taken();
}

/** The first two bytes, which tell how the rest is written, in one piece. */
async function* fromFirstTwo(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (first === null) yield bytes;
    else {
      const both: Buffer = Buffer.concat([first, bytes]);
      first = both.length < 2 ? both : null;
      if (first === null) yield both;
    }
  }
  if (first !== null && first.length > 0) yield first;
}

const NEWLINE = 0x0a;

/**
 * Decodes a chunk line by line: V8 keeps a text of ASCII in half the memory, and reads it in half the
 * time, but a single other character in it makes the whole of it wide. An object that goes on over many
 * lines takes the rest of the chunk at once: line by line it would be a list of thousands of texts.
 *
 * @param feed says whether the text so far ends within an object
 */
function feedLines(bytes: Buffer, decoder: StringDecoder, feed: (text: string) => boolean): void {
  let at = bytes.indexOf(NEWLINE) + 1;
  // The end of the line that the last chunk began; a character may have been cut in two.
  let isWithin = feed(decoder.write(bytes.subarray(0, at)));
  while (!isWithin) {
    const end = bytes.indexOf(NEWLINE, at) + 1;
    if (end === 0) break;
    isWithin = feed(bytes.toString('utf8', at, end));
    at = end;
  }
  feed(decoder.write(bytes.subarray(at)));
}

/** Windows PowerShell writes UTF-16 where a program's output goes into a file. */
function encodingOf(start: Buffer): BufferEncoding {
  return start[0] === 0xff && start[1] === 0xfe ? 'utf16le' : 'utf8';
}

/** @throws USAGE for a file that is compressed */
function checkStart(start: Buffer, file: string): void {
  if (start[0] !== 0x1f || start[1] !== 0x8b) return;
  throw new VsiError('USAGE', 'the file is compressed', {
    where: file,
    hint: 'zcat FILE | vsi … --from -',
  });
}

function noJson({ line, text }: WrongText, found: number, file: string): VsiError {
  const what = text === '' ? 'an object that never ends' : `“${excerpt(text)}”`;
  return new VsiError(found === 0 ? 'USAGE' : 'ANSWER_UNREADABLE', `this is no JSON: ${what}`, {
    where: `${file}, line ${line}`,
    hint: READABLE,
  });
}

function breaksOff(line: number, file: string): VsiError {
  return new VsiError('LIST_INCOMPLETE', `the file breaks off in line ${line}`, {
    where: file,
    hint: 'is it still being written, or was the command ended that wrote it? What is whole was read',
  });
}
