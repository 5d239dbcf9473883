import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { forgetSecrets, requireServer } from '../connection/saved-servers.ts';
import { settingsOf } from '../connection/settings.ts';
import { createVoice } from '../terminal/voice.ts';

/** `server remove <name>`: forgets the server, its password and its logins. */
export async function run(invocation: Invocation): Promise<number> {
  const voice = createVoice(invocation);
  const settings = settingsOf(invocation.host);
  const { before, after } = await settings.servers.edit((book) => {
    const { name } = requireServer(book, invocation.argument);
    return [
      ...(name === book.defaultName ? [{ kind: 'default' as const, server: null }] : []),
      { kind: 'remove', server: name },
    ];
  });
  const server = requireServer(before, invocation.argument);
  const hadSecret = await forgetSecrets(server, settings, after);
  voice.notice(`Removed ${server.name}${hadSecret ? ' and its password' : ''}.`);
  if (server.name === before.defaultName) {
    voice.notice('It was the default: vsi server default NAME chooses another.');
  }
  return EXIT.done;
}
