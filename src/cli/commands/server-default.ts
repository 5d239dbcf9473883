import { VsiError } from '../../model/errors.ts';
import { safeText } from '../../output/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { requireServer } from '../saved-servers.ts';
import { settingsOf } from '../settings.ts';
import { createVoice } from '../voice.ts';

/** `server default [name]`: chooses the server that is asked when none is named, or prints its name. */
export async function run(invocation: Invocation): Promise<number> {
  const { argument, host } = invocation;
  const { servers } = settingsOf(host);
  const book = await servers.read();
  if (argument !== null) {
    const { name } = requireServer(book, argument);
    await servers.edit([{ kind: 'default', server: name }]);
    createVoice(invocation).notice(`${name} is asked where no other server is named.`);
    return EXIT.done;
  }
  if (book.defaultName === null) {
    throw new VsiError('NOT_FOUND', 'no server is the default', {
      hint: 'choose one with: vsi server default NAME',
    });
  }
  host.stdout.write(`${safeText(book.defaultName)}\n`);
  return EXIT.done;
}
