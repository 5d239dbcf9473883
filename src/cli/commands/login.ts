import { formatInstant } from '../../model/instant.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import { withServer } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';

/** `login`: says nothing on stdout, for there is nothing that a program could want. */
export async function run(invocation: Invocation): Promise<number> {
  return withServer(invocation, async ({ server, voice }) => {
    const { username, product, apiVersion, expiresAt, cached } = await server.login();
    voice.notice(
      `Logged in to ${server.name} as ${username}: ${PRODUCT_NAMES[product]}, API ${apiVersion}, until ${formatInstant(expiresAt)}.`,
    );
    if (!cached) voice.notice('The token could not be kept: each command will log in by itself.');
    return EXIT.done;
  });
}
