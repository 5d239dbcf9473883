import type { Command } from '../command.ts';
import { CONNECTION_FLAGS, FLAGS, RECORD_FLAGS, VOICE_FLAGS } from '../flags.ts';

/** The commands about the way to a server. */
export const CONNECTION_COMMANDS: readonly Command[] = [
  {
    path: ['login'],
    summary: 'Log in and keep the token',
    description:
      'Logs in once and keeps the token for the next commands, in a file that only you can read. Every other command does the same by itself when it has to.',
    flags: [FLAGS.force, ...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [{ words: 'login --demo', purpose: 'see what a login tells' }],
    load: () => import('../commands/login.ts'),
  },
  {
    path: ['logout'],
    summary: 'Log out and forget the token',
    description: 'Ends the login on the server, where its API can, and removes the kept token.',
    flags: [...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [{ words: 'logout --demo', purpose: 'there is nothing to end on a fresh server' }],
    load: () => import('../commands/logout.ts'),
  },
  {
    path: ['api'],
    summary: 'Send one raw GET and print the body',
    description:
      "Sends one GET with vsi's login and prints the body as served. A path without a leading slash is meant below the API version in use; nothing but GET is ever sent.",
    argument: { name: 'path', description: 'Jobs?limit=5, or from the root: /v8/Jobs' },
    flags: [FLAGS.paginate, ...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'api ServiceInstance --demo --product vb365', purpose: 'the build of the server' },
      {
        words: 'api JobSessions?limit=500 --paginate --demo --product vb365',
        purpose: 'every page in turn',
      },
    ],
    without: {
      flags: ['output', 'json', 'query'],
      why: 'the body is printed as it was served, and jq can pick from it',
    },
    load: () => import('../commands/api.ts'),
  },
  {
    path: ['doctor'],
    record: 'doctor line',
    summary: 'Check the way to each server, from its name to the rights',
    description:
      'Looks at name resolution, TCP, the certificate (chain, name, SHA-256 fingerprint, expiry), product, API versions, clock, login and rights, and says what to do about what is wrong. A failed check ends the looking where nothing further is possible; the exit code is that of the first failure, warnings do not count.',
    flags: [...RECORD_FLAGS.filter((flag) => flag !== FLAGS.raw), ...CONNECTION_FLAGS],
    examples: [
      { words: 'doctor --demo', purpose: 'what a healthy pair of servers looks like' },
      { words: 'doctor --demo --product vbr -o json', purpose: 'for a program' },
    ],
    load: () => import('../commands/doctor.ts'),
  },
];
