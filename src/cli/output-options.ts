import { VsiError } from '../model/errors.ts';
import { decideColor } from '../output/color.ts';
import { FORMATS, type Format, type RecordWriter, openWriter } from '../output/formats.ts';
import { checkFields, type RecordSpec } from '../output/records/field.ts';
import { jsonForTerminal, safeLines } from '../output/safe-text.ts';
import type { Screen } from '../output/screen.ts';
import { createSink, type TextSink } from '../output/sink.ts';
import { createTheme } from '../output/theme.ts';
import { FLAGS } from './flags.ts';
import { unknownWord, type Invocation } from './invocation.ts';
import { colorChoice, type Voice } from './voice.ts';

/** How the records are printed. */
export interface OutputOptions {
  readonly format: Format;
  /** Just these keys; null = all. */
  readonly fields: readonly string[] | null;
  readonly raw: boolean;
  /** Whether csv and tsv begin with the names: they do when asked for by name. */
  readonly header: boolean;
}

/**
 * What -o, --json and --raw say; without them a table on a terminal and bare TSV in a pipe.
 *
 * @throws USAGE for words that are not known or contradict each other
 */
export function outputOptionsOf({ flags, terminal }: Invocation): OutputOptions {
  const wanted = flags.text(FLAGS.output);
  const json = flags.text(FLAGS.json);
  const raw = flags.isOn(FLAGS.raw);
  const format = FORMATS.find((known) => known === wanted);
  if (wanted !== undefined && format === undefined) throw unknownWord(FLAGS.output, wanted);
  const isJson = format === undefined || format === 'json' || format === 'ndjson';
  if ((json !== undefined || raw) && !isJson) {
    throw new VsiError('USAGE', `--${raw ? 'raw' : 'json'} prints JSON, not ${format}`, {
      hint: 'leave out -o, or use -o ndjson',
    });
  }
  if (json !== undefined && raw) {
    throw new VsiError(
      'USAGE',
      "--raw prints the server's whole objects: --json cannot choose keys",
    );
  }
  const byDefault = terminal.stdoutIsTerminal ? 'table' : 'tsv';
  return {
    format: format ?? (json !== undefined || raw ? 'json' : byDefault),
    fields: json === undefined ? null : fieldNames(json),
    raw,
    header: wanted !== undefined || byDefault === 'table',
  };
}

function fieldNames(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Whether a person reads it: a table or a picture, not data. */
export function isDrawn({ format }: OutputOptions): boolean {
  return format === 'table' || format === 'wide';
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
  { host, flags, terminal }: Invocation,
  drawn = true,
): Promise<Screen> {
  const colorLevel = decideColor({
    wanted: colorChoice(flags),
    variables: host.variables,
    terminal: terminal.stdoutIsTerminal,
  });
  return {
    width: terminal.width,
    theme: await createTheme({ colorLevel, ascii: false }),
    now: host.now(),
    // Asking for the local zone costs milliseconds that data formats need not pay.
    timeZone: drawn ? host.timeZone() : 'UTC',
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
}

/** Finds out before anything is asked of a server whether the keys of --json exist. @throws USAGE */
export function checkOutput<R>(invocation: Invocation, spec: RecordSpec<R>): OutputOptions {
  const options = outputOptionsOf(invocation);
  if (options.fields !== null) checkFields(spec, options.fields);
  return options;
}

/** The writer that prints this kind of record as the flags say. */
export async function writerFor<R extends object>(
  invocation: Invocation,
  { spec, options, sink, single = false, showServer = false }: WriterPlan<R>,
): Promise<RecordWriter<R>> {
  const screen = await screenOf(invocation, isDrawn(options));
  return openWriter(spec, { ...options, sink, screen, single, showServer });
}
