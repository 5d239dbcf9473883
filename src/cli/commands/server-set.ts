import { readCertificates } from '../../config/connection.ts';
import { TEXT_SETTINGS, type SavedServer } from '../../config/saved-server.ts';
import type { ServerEdit } from '../../config/server-file-edits.ts';
import { VsiError } from '../../model/errors.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { FlagValues, Invocation } from '../invocation.ts';
import {
  forgetSecrets,
  groupsFromFlags,
  placeInWords,
  requireServer,
  settingsFromFlags,
} from '../connection/saved-servers.ts';
import { ownerOf, passwordFromStdin } from '../connection/secrets.ts';
import type { Settings } from '../connection/settings.ts';
import { surroundingsOf, type Surroundings } from '../connection/surroundings.ts';

/** `server set <name>`: changes what the flags name and tells what it was before. */
export async function run(invocation: Invocation): Promise<number> {
  const surroundings = surroundingsOf(invocation);
  try {
    await change(invocation, surroundings);
    return EXIT.done;
  } finally {
    surroundings.end();
  }
}

async function change(
  { argument, flags, host }: Invocation,
  { voice, settings, prompts }: Surroundings,
): Promise<void> {
  const known = requireServer(await settings.servers.read(), argument);
  const edits = await editsOf(flags, known.name, settings);
  const withSecret = flags.isOn(FLAGS.passwordStdin);
  if (edits.length === 0 && !withSecret) {
    throw new VsiError('USAGE', 'nothing to set', {
      hint: 'for example --fingerprint, --username, --group or --password-stdin; "" takes a setting out',
    });
  }
  const password = withSecret ? await passwordFromStdin(host, prompts) : null;
  if (password !== null) checkUser(known, edits);
  const books = await settings.servers.edit((book) => {
    requireServer(book, known.name);
    return edits;
  });
  const before = requireServer(books.before, known.name);
  const server = requireServer(books.after, known.name);
  for (const line of differences(before, server)) voice.notice(`${server.name}: ${line}`);
  if (books.after.defaultName !== books.before.defaultName)
    voice.notice(`${server.name} is the default now.`);
  if (before.url !== server.url || before.username !== server.username) {
    // A password is one user's at one address: it is never sent elsewhere unasked.
    const had = await forgetSecrets(before, settings, books.after);
    if (had && password === null) {
      voice.notice('Its password was forgotten: give the new one with --password-stdin.');
    }
  }
  if (password !== null && server.username !== null) {
    const place = await settings.secrets.write(ownerOf(server, server.username), password);
    voice.notice(`The password of ${server.username} is kept ${placeInWords(place)}.`);
  }
}

async function editsOf(
  flags: FlagValues,
  name: string,
  { pathOf }: Settings,
): Promise<readonly ServerEdit[]> {
  const values = settingsFromFlags(flags);
  const caFile = values.get('caFile') ?? null;
  if (caFile !== null) await readCertificates(pathOf(caFile));
  const groups = groupsFromFlags(flags);
  return [
    ...[...values].map(([setting, value]): ServerEdit => ({
      kind: 'set',
      server: name,
      setting,
      value,
    })),
    ...(groups === null ? [] : [{ kind: 'groups' as const, server: name, groups }]),
    ...(flags.isOn(FLAGS.makeDefault) ? [{ kind: 'default' as const, server: name }] : []),
  ];
}

function checkUser({ name, username }: SavedServer, edits: readonly ServerEdit[]): void {
  const edit = edits.findLast((each) => each.kind === 'set' && each.setting === 'username');
  const user = edit?.kind === 'set' ? edit.value : username;
  if (user !== null) return;
  throw new VsiError('USAGE', 'a password needs a user whose it is', {
    hint: `vsi server set ${name} --username USER --password-stdin`,
  });
}

/** One line a setting: what it was and what it is. */
function differences(before: SavedServer, after: SavedServer): readonly string[] {
  const [old, present] = [entriesOf(before), entriesOf(after)];
  const changed = present.filter(([name, text]) => text !== new Map(old).get(name));
  return changed.map(([name, text]) => {
    const was = new Map(old).get(name) ?? 'not set';
    return `${name} was ${was}, is ${text ?? 'not set'}`;
  });
}

function entriesOf(server: SavedServer): readonly (readonly [string, string | null])[] {
  const { groups } = server;
  return [
    ...TEXT_SETTINGS.map((setting) => [setting, server[setting]] as const),
    ['groups', groups.length === 0 ? null : groups.join(',')],
  ];
}
