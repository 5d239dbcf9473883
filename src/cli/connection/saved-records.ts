import { basename } from 'node:path';
import { productOf } from '../../config/connection.ts';
import { VsiError } from '../../model/errors.ts';
import { formatDateTime } from '../../output/units.ts';
import type { FleetMember } from '../../servers/fleet.ts';
import { readSavedFile } from '../../servers/saved/read-file.ts';
import {
  createSavedServer,
  keptRecords,
  type SavedSource,
} from '../../servers/saved/saved-server.ts';
import { streamedRecords } from '../../servers/saved/streamed-records.ts';
import { surveyFile } from '../../servers/saved/survey.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { withServerClock, singleZoneOf } from '../printing/time-zone.ts';
import { pathSource, streamSource } from './file-bytes.ts';
import type { Redaction } from './redaction.ts';
import type { Surroundings } from './surroundings.ts';

/** From this size on a file is looked through first, to see whether it must be in memory: 15,000 sessions. */
const LARGE_BYTES = 16 << 20;

/** What --from means by standard input. */
const STDIN = '-';

/** What --from names, and how it is called in notices and errors. */
interface NamedFile {
  readonly path: string;
  readonly file: string;
}

/** A path tells of folders, people and customers: what is posted does not. */
const REDACTED_FILE = 'the file of --from';

/**
 * The servers whose records the file of --from holds, each as one of a fleet.
 *
 * @throws USAGE for flags that contradict --from and for a file of something else, CONFIGURATION for
 *   one that cannot be opened, ANSWER_UNREADABLE for one that turns into something else
 */
export async function savedMembers(
  invocation: Invocation,
  surroundings: Surroundings & { readonly redaction: Redaction | null },
): Promise<readonly FleetMember[]> {
  const { voice, redaction } = surroundings;
  checkFlags(invocation);
  const path = invocation.flags.text(FLAGS.from) ?? STDIN;
  const shown = redaction === null ? path : REDACTED_FILE;
  const named = { path, file: path === STDIN ? 'standard input' : shown };
  voice.progress(`Reading ${named.file}`);
  const sources = await readSources(invocation, named, surroundings);
  redaction?.learn(sources);
  checkNames(invocation, sources, named.file);
  return sources.map((source) => memberOf(invocation, source, { file: named.file, voice }));
}

/** @throws USAGE */
function checkFlags({ flags }: Invocation): void {
  const contradicting = [FLAGS.allServers, FLAGS.demo, FLAGS.raw, FLAGS.follow].find((flag) =>
    flags.isOn(flag),
  );
  if (contradicting !== undefined) {
    throw new VsiError('USAGE', `--${contradicting.name} contradicts --from: no server is asked`);
  }
  if (flags.all(FLAGS.server).length > 1) {
    throw new VsiError('USAGE', '--from takes one --server: the name of a file of raw answers');
  }
}

/** Records of vsi say themselves which server they are of. @throws USAGE */
function checkNames(
  { flags }: Invocation,
  sources: readonly Pick<SavedSource, 'name'>[],
  file: string,
): void {
  const [told] = flags.all(FLAGS.server);
  if (told === undefined || sources.every(({ name }) => name === told)) return;
  throw new VsiError('USAGE', '--server contradicts --from: the records name their servers', {
    where: file,
    hint: `leave --server out; the file has ${sources.map(({ name }) => name).join(', ')}`,
  });
}

/** All of the file in memory, or what is known of one that is read as it is needed. */
async function readSources(
  { flags, host }: Invocation,
  { path, file }: NamedFile,
  { environment, missing, voice }: Surroundings,
): Promise<readonly SavedSource[]> {
  const { signal, progress } = environment();
  const [told] = flags.all(FLAGS.server);
  const options = {
    file,
    server: told ?? (path === STDIN ? 'stdin' : basename(path)),
    product: productOf(flags.text(FLAGS.product)),
    apiVersion: flags.text(FLAGS.apiVersion) ?? null,
  };
  let rows = 0;
  const onProgress = (records: number): void => {
    progress({ pages: 1, rows: records - rows });
    rows = records;
  };
  const { size, open } =
    path === STDIN ? streamSource(host.stdin, file, signal) : await pathSource(path, file, signal);
  const survey = size !== null && size >= LARGE_BYTES ? await surveyFile(open(), onProgress) : null;
  if (survey !== null) return [streamedRecords({ survey, open, options })];
  const saved = await readSavedFile(open(), options, onProgress);
  if (saved.missing !== null) missing(saved.missing);
  if (saved.strayLogRecords > 0) {
    voice.notice(
      `${file}: ${saved.strayLogRecords} log records belong to no session: put a session's record in front of its log`,
    );
  }
  return saved.servers.map(keptRecords);
}

function memberOf(
  invocation: Invocation,
  source: SavedSource,
  { file, voice }: Pick<NamedFile, 'file'> & Pick<Surroundings, 'voice'>,
): FleetMember {
  const { name } = source;
  return {
    name,
    open: async () => {
      const server = createSavedServer(source, {
        file,
        onNothingInWindow: ({ sessions, from, to }) => {
          const zone = singleZoneOf(invocation);
          const [first, last] = [from, to].map((instant) => formatDateTime(instant, zone));
          voice.notice(
            `${name}: none of the ${sessions} sessions in ${file} is in that time; they began from ${first ?? ''} to ${last ?? ''}`,
          );
        },
      });
      return withServerClock(invocation, server);
    },
  };
}
