import { SERVER_RECORD } from '../../output/records/server.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { checkOutput, printKeys, stdoutSink, writerFor } from '../printing/output-options.ts';
import { recordOf } from '../connection/saved-servers.ts';
import { settingsOf } from '../connection/settings.ts';
import { createVoice } from '../terminal/voice.ts';

/** `server list`: the saved servers in the order of the file. */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SERVER_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, SERVER_RECORD);
  const voice = createVoice(invocation);
  const book = await settingsOf(invocation.host).servers.read();
  const sink = stdoutSink(invocation, voice);
  const writer = await writerFor(invocation, { spec: SERVER_RECORD, options, sink });
  await writer.write(book.servers.map((server) => recordOf(server, book)));
  await writer.end();
  if (book.servers.length === 0 && invocation.terminal.stdoutIsTerminal) {
    voice.notice('No server is saved: vsi server add NAME URL saves one.');
  }
  return EXIT.done;
}
