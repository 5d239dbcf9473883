import type { SavedServer } from '../../config/saved-server.ts';
import { SERVER_RECORD } from '../../output/records/server.ts';
import { drawServer, type ServerView } from '../../output/screens.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import {
  checkOutput,
  isDrawn,
  printKeys,
  printRecord,
  screenOf,
  stdoutSink,
} from '../printing/output-options.ts';
import { recordOf, requireServer } from '../connection/saved-servers.ts';
import { ownerOf } from '../connection/secrets.ts';
import { settingsOf, type Settings } from '../connection/settings.ts';
import { createVoice } from '../terminal/voice.ts';

/** `server show <name>`: a page for a person, the record for a program. */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SERVER_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, SERVER_RECORD);
  const settings = settingsOf(invocation.host);
  const book = await settings.servers.read();
  const saved = requireServer(book, invocation.argument);
  const server = recordOf(saved, book);
  const sink = stdoutSink(invocation, createVoice(invocation));
  if (isDrawn(options)) {
    const view = { server, extra: await furtherSettings(saved, settings) };
    await sink.write(await drawServer(view, await screenOf(invocation)));
  } else {
    await printRecord(invocation, { spec: SERVER_RECORD, options, sink }, server);
  }
  return EXIT.done;
}

/** What is no part of the record, as far as it is set; of the password only where it comes from. */
async function furtherSettings(
  server: SavedServer,
  settings: Settings,
): Promise<ServerView['extra']> {
  const { timeout, retries, concurrency } = server;
  const limits = [
    { label: 'Timeout', text: timeout },
    { label: 'Retries', text: retries },
    { label: 'Concurrency', text: concurrency },
  ];
  return [
    { label: 'Password', text: await passwordSource(server, settings) },
    ...limits.filter(({ text }) => text !== null),
  ];
}

async function passwordSource(server: SavedServer, { secrets, pathOf }: Settings): Promise<string> {
  const { passwordFile, passwordCommand, username } = server;
  if (passwordFile !== null) return `from the file ${pathOf(passwordFile)}`;
  if (passwordCommand !== null) return `printed by: ${passwordCommand}`;
  const place = username === null ? null : await secrets.find(ownerOf(server, username));
  if (place === null) return 'none of its own';
  return place.kind === 'keychain' ? "in the system's keychain" : `in ${place.path}`;
}
