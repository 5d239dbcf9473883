import { addressOf, readCertificates, withEnvironment } from '../../config/connection.ts';
import {
  findServer,
  readSetting,
  savedServer,
  TEXT_SETTINGS,
  type SavedServer,
  type ServerBook,
  type TextSetting,
} from '../../config/saved-server.ts';
import type { ServerEdit } from '../../config/server-file-edits.ts';
import { VsiError } from '../../model/errors.ts';
import { checkConnection } from '../connection/connection-check.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Host } from '../host.ts';
import type { Invocation } from '../invocation.ts';
import { errorLines } from '../report-error.ts';
import {
  checkedSetting,
  checkName,
  groupsFromFlags,
  placeInWords,
  settingsFromFlags,
} from '../connection/saved-servers.ts';
import { ownerOf, passwordFromStdin } from '../connection/secrets.ts';
import type { Settings } from '../connection/settings.ts';
import { surroundingsOf, type Surroundings } from '../connection/surroundings.ts';
import type { Voice } from '../terminal/voice.ts';

/**
 * `server add <name> <url>`: tries the connection and saves the server. A certificate that nobody
 * vouches for is not saved; whatever else goes wrong is a warning, for the server may just be down.
 */
export async function run(invocation: Invocation): Promise<number> {
  const surroundings = surroundingsOf(invocation);
  try {
    await add(invocation, surroundings);
    return EXIT.done;
  } finally {
    surroundings.end();
  }
}

async function add(invocation: Invocation, surroundings: Surroundings): Promise<void> {
  const { flags, host } = invocation;
  const { voice, settings, prompts } = surroundings;
  const draft = await draftOf(invocation, settings);
  const withStdin = flags.isOn(FLAGS.passwordStdin);
  if (withStdin && draft.username === null) {
    throw new VsiError('USAGE', 'a password needs a user whose it is', { hint: 'add --username' });
  }
  checkNew(await settings.servers.read(), draft.name);
  const check = flags.isOn(FLAGS.noTest)
    ? null
    : await checkConnection(invocation, draft, surroundings);
  const server = { ...draft, ...check?.learned };
  const given =
    withStdin && check?.stdinRead !== true
      ? await passwordFromStdin(host, prompts)
      : (check?.given ?? null);
  await settings.servers.edit((book) => {
    // Once more: the check takes its time, and a server may have been saved under that name meanwhile.
    checkNew(book, server.name);
    return editsFor(server, flags.isOn(FLAGS.makeDefault));
  });
  voice.notice(`Saved ${server.name}: ${check?.summary ?? server.url}.`);
  if (check !== null && check.failure !== null) warn(voice, check.failure);
  await keep(server, given, surroundings);
}

/** What came of the check does not undo the saving, so it is no error. */
function warn(voice: Voice, failure: VsiError): void {
  const [what = '', ...hints] = errorLines(failure).trimEnd().split('\n');
  voice.notice(what.replace(/^vsi: /, 'warning: the check failed: '));
  for (const hint of hints) voice.notice(hint);
}

/** Only what a person gave for it is kept, never what the environment holds. */
async function keep(
  server: SavedServer,
  password: string | null,
  { settings, voice }: Surroundings,
): Promise<void> {
  const { name, username } = server;
  if (username === null) {
    voice.notice(`Nobody can log in yet: vsi server set ${name} --username USER`);
  } else if (password !== null) {
    const place = await settings.secrets.write(ownerOf(server, username), password);
    voice.notice(`The password of ${username} is kept ${placeInWords(place)}.`);
  }
}

/** The server as the flags and, where they mean this address, the variables describe it. */
async function draftOf(
  { argument, secondArgument, flags, host }: Invocation,
  { pathOf }: Settings,
): Promise<SavedServer> {
  const name = checkName(argument ?? '');
  const url = addressOf(secondArgument ?? '');
  const values = new Map([...variablesFor(url, host.variables), ...settingsFromFlags(flags)]);
  const caFile = values.get('caFile') ?? null;
  if (caFile !== null) await readCertificates(pathOf(caFile));
  const texts = [...values].flatMap(([setting, value]) =>
    value === null ? [] : [[setting, value] as const],
  );
  return savedServer({ name, url, values: new Map(texts), groups: groupsFromFlags(flags) ?? [] });
}

/**
 * The variables describe the URL of VSI_SERVER or, without that, one that is not saved: this one.
 *
 * @throws USAGE for a value that is not allowed
 */
function variablesFor(
  url: string,
  variables: Host['variables'],
): ReadonlyMap<TextSetting, string | null> {
  const { server, product, username, caFile, fingerprint } = withEnvironment({}, variables);
  // A name in VSI_SERVER is a saved server's, and this one is not saved yet.
  const others = server !== undefined && readSetting('url', server) !== url;
  return others
    ? new Map()
    : readSettings([
        ['VSI_PRODUCT', 'product', product],
        ['VSI_USERNAME', 'username', username],
        ['VSI_CA_FILE', 'caFile', caFile],
        ['VSI_FINGERPRINT', 'fingerprint', fingerprint],
      ]);
}

function readSettings(
  entries: readonly (readonly [where: string, setting: TextSetting, text: string | undefined])[],
): ReadonlyMap<TextSetting, string> {
  return new Map(
    entries.flatMap(([where, setting, text]) =>
      text === undefined ? [] : [[setting, checkedSetting(where, setting, text)] as const],
    ),
  );
}

/** @throws USAGE where the name is taken, in whatever case */
function checkNew(book: ServerBook, name: string): void {
  const known = findServer(book, name);
  if (known === null) return;
  throw new VsiError('USAGE', `there is a server ${known.name} already`, {
    hint: `change it with vsi server set ${known.name}, or remove it first`,
  });
}

function editsFor(server: SavedServer, makeDefault: boolean): readonly ServerEdit[] {
  const { name, groups } = server;
  const settings = TEXT_SETTINGS.flatMap((setting): ServerEdit[] => {
    const value = server[setting];
    return value === null ? [] : [{ kind: 'set', server: name, setting, value }];
  });
  return [
    ...settings,
    ...(groups.length === 0 ? [] : [{ kind: 'groups' as const, server: name, groups }]),
    ...(makeDefault ? [{ kind: 'default' as const, server: name }] : []),
  ];
}
