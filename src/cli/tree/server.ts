import type { Command } from '../command.ts';
import { CONNECTION_FLAGS, FLAGS, RECORD_FLAGS, VOICE_FLAGS, type Flag } from '../flags.ts';

const SERVER_ARGUMENT = { name: 'server', description: 'name of a saved server' };

/** Settings of a saved server that few need to change. */
const RARE_SETTING_FLAGS = [
  FLAGS.apiVersion,
  FLAGS.passwordFile,
  FLAGS.passwordCommand,
  FLAGS.timeout,
  FLAGS.retries,
  FLAGS.concurrency,
].map(savedSetting);

/** The variables describe servers that are not saved, so they change none that is. */
function savedSetting(flag: Flag): Flag {
  const { variable, ...others } = flag;
  return variable === undefined ? flag : others;
}

/** What is saved here has no server's own form and no times. */
const SETTINGS_RECORD_FLAGS = RECORD_FLAGS.filter(
  (flag) => flag !== FLAGS.raw && flag !== FLAGS.timeZone,
);

/** The commands of the noun `server`. */
export const SERVER_COMMANDS: readonly Command[] = [
  {
    path: ['server', 'add'],
    summary: 'Save a server under a name',
    description:
      'Tries the connection and saves the server, so that --server NAME is all it takes from then on. A certificate that no authority vouches for is saved only with --fingerprint or, on a terminal, after you have compared it; anything else that goes wrong is a warning. The password that you type, or give with --password-stdin, is kept in the keychain of the system or, where there is none, in a file that only you can read.',
    argument: { name: 'name', description: 'what to call it: letters, digits, dots, dashes' },
    secondArgument: { name: 'url', description: 'https://host:port, host:port or host' },
    flags: [
      FLAGS.product,
      FLAGS.username,
      FLAGS.passwordStdin,
      FLAGS.caFile,
      FLAGS.fingerprint,
      FLAGS.group,
      FLAGS.makeDefault,
      FLAGS.noTest,
      ...RARE_SETTING_FLAGS,
      ...VOICE_FLAGS,
    ],
    examples: [
      {
        words:
          'server add vienna https://vbo.example.com:4443 --username reader@example.com --group customers --no-test',
        purpose: 'without trying the connection',
      },
    ],
    load: () => import('../commands/server-add.ts'),
  },
  {
    path: ['server', 'set'],
    summary: 'Change settings of a saved server',
    description:
      "Changes what the flags name and tells what it was before; an empty value takes a setting out. A password is one user's at one address: with another address or user it is forgotten.",
    argument: SERVER_ARGUMENT,
    flags: [
      FLAGS.url,
      ...[FLAGS.product, FLAGS.username, FLAGS.caFile, FLAGS.fingerprint].map(savedSetting),
      FLAGS.passwordStdin,
      FLAGS.group,
      FLAGS.makeDefault,
      ...RARE_SETTING_FLAGS,
      ...VOICE_FLAGS,
    ],
    examples: [
      { words: 'server set vienna --timeout 2m', purpose: 'give a slow server more time' },
      {
        words: `server set vienna --fingerprint ${'AB:'.repeat(31)}AB`,
        purpose: 'a renewed certificate',
      },
    ],
    load: () => import('../commands/server-set.ts'),
  },
  {
    path: ['server', 'default'],
    summary: 'Choose the server that is asked where none is named',
    description:
      'Chooses the server that is asked without --server and VSI_SERVER. Without a name it prints the one that is.',
    argument: { ...SERVER_ARGUMENT, optional: true },
    flags: [...VOICE_FLAGS],
    examples: [{ words: 'server default vienna', purpose: 'ask this one from now on' }],
    load: () => import('../commands/server-default.ts'),
  },
  {
    path: ['server', 'list'],
    summary: 'List the saved servers',
    description:
      'Shows the saved servers in the order of the file, which may be edited by hand. Passwords are never in it.',
    flags: [...SETTINGS_RECORD_FLAGS],
    record: 'server',
    examples: [
      { words: 'server list', purpose: 'all of them' },
      { words: 'server list --json name,url,groups', purpose: 'three keys as JSON' },
    ],
    load: () => import('../commands/server-list.ts'),
  },
  {
    path: ['server', 'show'],
    summary: 'Show one saved server',
    description:
      'Shows the settings of a saved server, and where its password comes from. With -o json it prints the server record alone.',
    argument: SERVER_ARGUMENT,
    flags: [...SETTINGS_RECORD_FLAGS],
    record: 'server',
    examples: [{ words: 'server show vienna', purpose: 'its settings' }],
    load: () => import('../commands/server-show.ts'),
  },
  {
    path: ['server', 'test'],
    summary: 'Connect to a server and log in',
    description:
      'Connects to the server, finds out its product and logs in with the password, whether a login is kept or not. It takes a name, a @group or a URL; with --all-servers every saved server is tried.',
    argument: { ...SERVER_ARGUMENT, optional: true },
    flags: [FLAGS.force, ...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [{ words: 'server test --demo', purpose: 'try the simulated servers' }],
    load: () => import('../commands/server-test.ts'),
  },
  {
    path: ['server', 'remove'],
    summary: 'Forget a saved server, its password and its logins',
    description:
      'Takes the server out of the file and removes its password and its kept logins from this machine. The server itself notices nothing.',
    argument: SERVER_ARGUMENT,
    flags: [...VOICE_FLAGS],
    examples: [{ words: 'server remove vienna', purpose: 'forget it' }],
    load: () => import('../commands/server-remove.ts'),
  },
];
