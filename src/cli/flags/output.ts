import { COLOR_CHOICES } from '../../output/color.ts';
import { FORMATS } from '../../output/format-names.ts';
import type { Flag } from './flag.ts';

const output = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Output' });

/** How it is printed. */
export const OUTPUT = {
  markDuration: output({
    name: 'mark-duration',
    value: '<percents>',
    description: 'mark durations from so much of the usual on, yellow and red (default 150,200)',
  }),
  markTransferred: output({
    name: 'mark-transferred',
    value: '<percents>',
    description:
      'mark amounts of data from so much of the usual on, and down to so little (default 150,200,80,70)',
  }),
  output: output({
    name: 'output',
    short: 'o',
    value: '<format>',
    choices: FORMATS,
    description: `${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)} (default: table on a terminal, else tsv)`,
  }),
  json: output({
    name: 'json',
    value: '<fields>',
    description: 'JSON with just these keys, separated by commas; without a value: list the keys',
  }),
  columns: output({
    name: 'columns',
    value: '<keys>',
    description: 'just these columns, by the keys of the record (table, wide, csv, tsv, markdown)',
  }),
  noHeader: output({ name: 'no-header', description: 'no line of column names' }),
  query: output({
    name: 'query',
    value: '<jmespath>',
    description: 'print what this JMESPath expression makes of the whole list, as JSON or yaml',
  }),
  timeZone: output({
    name: 'time-zone',
    value: '<zone>',
    choices: ['local', 'utc', 'server'],
    description:
      'zone of drawn times and of days in --since and --until: local, utc, server (VBR), Europe/Berlin',
  }),
  ascii: output({ name: 'ascii', description: 'draw with ASCII characters only' }),
  raw: output({
    name: 'raw',
    description: "the server's own objects as JSON, number literals unchanged",
  }),
  color: output({
    name: 'color',
    value: '<when>',
    choices: COLOR_CHOICES,
    description: 'auto, always or never (default auto; NO_COLOR is honoured)',
  }),
  quiet: output({ name: 'quiet', short: 'q', description: 'no notices, only errors' }),
  verbose: output({ name: 'verbose', description: 'say on stderr what is asked of the server' }),
  debug: output({ name: 'debug', description: 'the same, and stack traces of errors' }),
  exitStatus: output({
    name: 'exit-status',
    description: 'exit 10 or 11 when the worst status shown is a warning or a failure',
  }),
} as const satisfies Record<string, Flag>;
