import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { forgetSecrets, requireServer } from '../saved-servers.ts';
import { settingsOf } from '../settings.ts';
import { createVoice } from '../voice.ts';

/** `server remove <name>`: forgets the server, its password and its logins. */
export async function run(invocation: Invocation): Promise<number> {
  const voice = createVoice(invocation);
  const settings = settingsOf(invocation.host);
  const book = await settings.servers.read();
  const server = requireServer(book, invocation.argument);
  const wasDefault = server.name === book.defaultName;
  const left = await settings.servers.edit([
    ...(wasDefault ? [{ kind: 'default' as const, server: null }] : []),
    { kind: 'remove', server: server.name },
  ]);
  const hadSecret = await forgetSecrets(server, settings, left);
  voice.notice(`Removed ${server.name}${hadSecret ? ' and its password' : ''}.`);
  if (wasDefault) voice.notice('It was the default: vsi server default NAME chooses another.');
  return EXIT.done;
}
