import { VsiError } from '../../model/errors.ts';
import { safeText } from '../../output/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { requireServer } from '../connection/saved-servers.ts';
import { settingsOf } from '../connection/settings.ts';
import { createVoice } from '../terminal/voice.ts';

/** `server default [name]`: chooses the server that is asked when none is named, or prints its name. */
export async function run(invocation: Invocation): Promise<number> {
  const { argument, host } = invocation;
  const { servers } = settingsOf(host);
  if (argument !== null) {
    const { after } = await servers.edit((book) => [
      { kind: 'default', server: requireServer(book, argument).name },
    ]);
    const { name } = requireServer(after, argument);
    createVoice(invocation).notice(`${name} is asked where no other server is named.`);
    return EXIT.done;
  }
  const book = await servers.read();
  if (book.defaultName === null) {
    throw new VsiError('NOT_FOUND', 'no server is the default', {
      hint: 'choose one with: vsi server default NAME',
    });
  }
  host.stdout.write(`${safeText(book.defaultName)}\n`);
  return EXIT.done;
}
