import { VsiError } from '../../model/errors.ts';
import { decideColor } from '../../output/color.ts';
import { FORMATS, type Format, type RecordWriter, openWriter } from '../../output/formats.ts';
import { checkFields, type RecordSpec } from '../../output/records/field.ts';
import { jsonForTerminal, safeLines } from '../../output/safe-text.ts';
import type { Screen } from '../../output/screen.ts';
import { createSink, type TextSink } from '../../output/sink.ts';
import { createTheme } from '../../output/theme.ts';
import { FLAGS } from '../flags.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import { colorChoice, type Voice } from '../terminal/voice.ts';
import { checkZone, zoneOf } from './time-zone.ts';

/** How the records are printed. */
export interface OutputOptions {
  readonly format: Format;
  /** Just these keys (--json, --columns); null = all. */
  readonly fields: readonly string[] | null;
  readonly raw: boolean;
  /** Whether tables, csv, tsv and markdown begin with the names: they do when asked for by name. */
  readonly header: boolean;
  /** JMESPath to apply to the list, or null. */
  readonly query: string | null;
}

/** The formats that have columns. */
const COLUMN_FORMATS: readonly Format[] = ['table', 'wide', 'csv', 'tsv', 'markdown'];

/** The formats that each of these flags goes with. */
const FORMATS_OF = {
  json: ['json', 'ndjson'],
  raw: ['json', 'ndjson'],
  query: ['json', 'yaml'],
  columns: COLUMN_FORMATS,
} as const satisfies Record<string, readonly Format[]>;

/**
 * What -o, --json, --columns, --query, --no-header and --raw say; without them a table on a terminal
 * and bare TSV in a pipe.
 *
 * @throws USAGE for words that are not known or contradict each other
 */
export function outputOptionsOf({
  flags,
  terminal,
}: Pick<Invocation, 'flags' | 'terminal'>): OutputOptions {
  const wanted = flags.text(FLAGS.output);
  const json = flags.text(FLAGS.json);
  const columns = flags.text(FLAGS.columns);
  const query = flags.text(FLAGS.query);
  const raw = flags.isOn(FLAGS.raw);
  const format = FORMATS.find((known) => known === wanted);
  if (wanted !== undefined && format === undefined) throw unknownWord(FLAGS.output, wanted);
  const given = { json: json !== undefined, raw, query: query !== undefined };
  checkTogether({ ...given, columns: columns !== undefined }, format);
  const byDefault = terminal.stdoutIsTerminal ? 'table' : 'tsv';
  const isJson = given.json || given.raw || given.query;
  return {
    format: format ?? (isJson ? 'json' : byDefault),
    fields: fieldNames(json ?? columns),
    raw,
    header: (wanted !== undefined || byDefault === 'table') && !flags.isOn(FLAGS.noHeader),
    query: query ?? null,
  };
}

const PRINTS: Readonly<Record<keyof typeof FORMATS_OF, string>> = {
  json: 'prints JSON',
  raw: 'prints JSON',
  query: 'prints JSON or yaml',
  columns: 'is for what has columns',
};

/** Whether the flags go with the format and with each other. @throws USAGE */
function checkTogether(
  given: Readonly<Record<keyof typeof FORMATS_OF, boolean>>,
  format: Format | undefined,
): void {
  for (const flag of ['json', 'raw', 'query', 'columns'] as const) {
    const formats: readonly Format[] = FORMATS_OF[flag];
    if (!given[flag] || format === undefined || formats.includes(format)) continue;
    throw new VsiError('USAGE', `--${flag} ${PRINTS[flag]}, not ${format}`, {
      hint: `leave out -o, or use ${formats.map((name) => `-o ${name}`).join(', ')}`,
    });
  }
  if (given.raw && (given.json || given.query)) {
    throw new VsiError(
      'USAGE',
      `--raw prints the server's whole objects: ${given.json ? '--json cannot choose keys' : '--query works on records'}`,
    );
  }
  if (given.columns && (given.json || given.raw || given.query)) {
    throw new VsiError('USAGE', '--columns is for tables, csv, tsv and markdown, not for JSON', {
      hint: 'choose the keys with --json name,status',
    });
  }
}

function fieldNames(list: string | undefined): readonly string[] | null {
  if (list === undefined) return null;
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Whether `show` draws a picture: a person reads it, and asked for no columns. */
export function isDrawn({ format, fields }: Pick<OutputOptions, 'format' | 'fields'>): boolean {
  return (format === 'table' || format === 'wide') && fields === null;
}

/** Whether times are shown as on a clock. */
function showsClock({ format }: OutputOptions): boolean {
  return format === 'table' || format === 'wide' || format === 'markdown';
}

/**
 * `--json` without a value: prints the keys there are, one a line.
 *
 * @returns whether that was asked; then there is nothing else to do
 */
export function printKeys<R>({ host, flags }: Invocation, spec: RecordSpec<R>): boolean {
  if (flags.text(FLAGS.json)?.trim() !== '') return false;
  host.stdout.write(`${spec.fields.map(({ key }) => key).join('\n')}\n`);
  return true;
}

/** A server's body on a terminal: JSON stays JSON, in anything else control characters lose their power. */
export function bodyForTerminal(body: string): string {
  return isJson(body) ? jsonForTerminal(body) : safeLines(body).join('\n');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Standard output with the spinner taken away before each write. */
export function stdoutSink({ host }: Invocation, voice: Voice): TextSink {
  return createSink(host.stdout, { beforeWrite: voice.hush });
}

/** Width, colour, clock and zone that drawings need. */
export async function screenOf(
  { host, flags, terminal }: Pick<Invocation, 'host' | 'flags' | 'terminal'>,
  drawn = true,
): Promise<Screen> {
  const colorLevel = decideColor({
    wanted: colorChoice(flags),
    variables: host.variables,
    terminal: terminal.stdoutIsTerminal,
  });
  return {
    width: terminal.width,
    theme: await createTheme({ colorLevel, ascii: flags.isOn(FLAGS.ascii) }),
    now: host.now(),
    // Asking for the local zone costs milliseconds that data formats need not pay.
    timeZone: drawn ? zoneOf({ flags, host }) : 'UTC',
    terminal: terminal.stdoutIsTerminal,
  };
}

/** What a writer is opened for. */
export interface WriterPlan<R> {
  readonly spec: RecordSpec<R>;
  readonly options: OutputOptions;
  readonly sink: TextSink;
  /** One record instead of a list. */
  readonly single?: boolean;
  /** Whether a table says which server a row is from; only needed where several were asked. */
  readonly showServer?: boolean;
  /** Whether markdown may keep rows back until its columns are certain: none is awaited by a person. */
  readonly mayWait?: boolean;
  /** Who says what a table could not show. */
  readonly voice?: Voice;
}

/**
 * Finds out before anything is asked of a server whether the keys of --json and --columns exist, and
 * whether --query and --time-zone can be read.
 *
 * @throws USAGE
 */
export async function checkOutput<R>(
  invocation: Pick<Invocation, 'flags' | 'host' | 'terminal'>,
  spec: RecordSpec<R>,
): Promise<OutputOptions> {
  const options = outputOptionsOf(invocation);
  const { fields, query } = options;
  if (fields !== null) {
    if (fields.length === 0) throw noColumns(spec);
    checkFields(spec, fields);
  }
  checkZone(invocation);
  // Loaded only for those who ask for it: JMESPath is 60 kB of code.
  if (query !== null) (await import('../../output/query.ts')).checkQuery(query);
  return options;
}

function noColumns<R>({ fields }: RecordSpec<R>): VsiError {
  return new VsiError('USAGE', 'a list of keys is empty', {
    hint: `one or more of ${fields.map(({ key }) => key).join(', ')}`,
  });
}

/** The writer that prints this kind of record as the flags say. */
export async function writerFor<R extends object>(
  invocation: Invocation,
  {
    spec,
    options,
    sink,
    single = false,
    showServer = false,
    mayWait = false,
    voice,
  }: WriterPlan<R>,
): Promise<RecordWriter<R>> {
  const screen = await screenOf(invocation, showsClock(options));
  const notice = voice?.notice;
  return openWriter(spec, { ...options, sink, screen, single, showServer, mayWait, notice });
}

/** Prints one record as the flags say. */
export async function printRecord<R extends object>(
  invocation: Invocation,
  plan: Pick<WriterPlan<R>, 'spec' | 'options' | 'sink'>,
  record: R,
): Promise<void> {
  const writer = await writerFor(invocation, { ...plan, single: true });
  await writer.write([record]);
  await writer.end();
}
