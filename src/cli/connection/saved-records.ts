import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { productOf } from '../../config/connection.ts';
import { isVsiError, reasonOf, VsiError } from '../../model/errors.ts';
import { formatDateTime } from '../../output/units.ts';
import type { ServerEnvironment } from '../../servers/environment.ts';
import type { FleetMember } from '../../servers/fleet.ts';
import type { SavedRecords } from '../../servers/saved/collector.ts';
import { readSavedFile, type SavedFile } from '../../servers/saved/read-file.ts';
import { createSavedServer } from '../../servers/saved/saved-server.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import type { Surroundings } from './surroundings.ts';
import { withServerClock, singleZoneOf } from '../printing/time-zone.ts';

/** Few and large pieces: a file of 100,000 sessions has more than 100 MB. */
const CHUNK_BYTES = 1 << 20;

/** What --from means by standard input. */
const STDIN = '-';

/**
 * The servers whose records the file of --from holds, each as one of a fleet.
 *
 * @throws USAGE for flags that contradict --from and for a file of something else, CONFIGURATION for
 *   one that cannot be opened, ANSWER_UNREADABLE for one that turns into something else
 */
export async function savedMembers(
  invocation: Invocation,
  surroundings: Surroundings,
): Promise<readonly FleetMember[]> {
  const { voice, missing } = surroundings;
  checkFlags(invocation);
  const path = invocation.flags.text(FLAGS.from) ?? STDIN;
  const file = path === STDIN ? 'standard input' : path;
  voice.progress(`Reading ${file}`);
  const saved = await readRecords(invocation, { path, file }, surroundings.environment());
  if (saved.missing !== null) missing(saved.missing);
  if (saved.strayLogRecords > 0) {
    voice.notice(
      `${file}: ${saved.strayLogRecords} log records belong to no session: put a session's record in front of its log`,
    );
  }
  checkNames(invocation, saved, file);
  return saved.servers.map((records) => memberOf(invocation, records, { file, voice }));
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
function checkNames({ flags }: Invocation, { servers }: SavedFile, file: string): void {
  const [told] = flags.all(FLAGS.server);
  if (told === undefined || servers.every(({ name }) => name === told)) return;
  throw new VsiError('USAGE', '--server contradicts --from: the records name their servers', {
    where: file,
    hint: `leave --server out; the file has ${servers.map(({ name }) => name).join(', ')}`,
  });
}

async function readRecords(
  invocation: Invocation,
  { path, file }: { readonly path: string; readonly file: string },
  environment: ServerEnvironment,
): Promise<SavedFile> {
  const { flags, host } = invocation;
  const { signal } = environment;
  const [told] = flags.all(FLAGS.server);
  const options = {
    file,
    server: told ?? (path === STDIN ? 'stdin' : basename(path)),
    product: productOf(flags.text(FLAGS.product)),
    apiVersion: flags.text(FLAGS.apiVersion) ?? null,
  };
  const stream: Readable =
    path === STDIN ? host.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
  let rows = 0;
  try {
    return await readSavedFile(addAbortSignal(signal, stream), options, (records) => {
      environment.progress({ pages: 1, rows: records - rows });
      rows = records;
    });
  } catch (error) {
    if (isVsiError(error)) throw error;
    if (signal.aborted) {
      const reason: unknown = signal.reason;
      throw isVsiError(reason) ? reason : new VsiError('INTERRUPTED', 'interrupted');
    }
    throw new VsiError('CONFIGURATION', `the file cannot be read: ${reasonOf(error)}`, {
      where: file,
      cause: error,
    });
  }
}

function memberOf(
  invocation: Invocation,
  records: SavedRecords,
  { file, voice }: { readonly file: string; readonly voice: Surroundings['voice'] },
): FleetMember {
  const { name, sessions } = records;
  return {
    name,
    open: async () => {
      const server = createSavedServer(records, {
        file,
        onNothingInWindow: ({ from, to }) => {
          const zone = singleZoneOf(invocation);
          const [first, last] = [from, to].map((instant) => formatDateTime(instant, zone));
          voice.notice(
            `${name}: none of the ${sessions.length} sessions in ${file} is in that time; they began from ${first ?? ''} to ${last ?? ''}`,
          );
        },
      });
      return withServerClock(invocation, server);
    },
  };
}
