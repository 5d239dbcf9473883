import { formatInstant } from '../../model/instant.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import { withFleet, type Connection } from '../connection/connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { placeInWords } from '../connection/saved-servers.ts';
import { ownerOf } from '../connection/secrets.ts';

/** `login`: says nothing on stdout, for there is nothing that a program could want. */
export async function run(invocation: Invocation): Promise<number> {
  return withFleet(invocation, async (connection) => {
    const { fleet, voice } = connection;
    const answers = await fleet.gather((server) => server.login());
    for (const { value } of answers) {
      const { server, username, product, apiVersion, expiresAt, cached } = value;
      const who = `Logged in to ${server} as ${username}`;
      voice.notice(
        `${who}: ${PRODUCT_NAMES[product]}, API ${apiVersion}, until ${formatInstant(expiresAt)}.`,
      );
      if (!cached) voice.notice('The token could not be kept: each command will log in by itself.');
      await offerToKeep(server, username, connection);
    }
    return EXIT.done;
  });
}

/** A password that was typed for a saved server, and was right, need not be typed again. */
async function offerToKeep(
  name: string,
  username: string,
  { planned, prompts, settings, voice }: Connection,
): Promise<void> {
  const server = planned.find(({ saved }) => saved?.name === name);
  const found = server?.found() ?? null;
  const saved = server?.saved ?? null;
  if (prompts === null || saved === null || found?.from !== 'prompt') return;
  if (!(await prompts.confirm(`Keep the password of ${username} for ${name}?`))) return;
  const place = await settings.secrets.write(ownerOf(saved, username), found.password);
  voice.notice(`It is kept ${placeInWords(place)}.`);
}
