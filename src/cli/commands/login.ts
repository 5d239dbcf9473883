import { formatInstant } from '../../model/instant.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import { withFleet } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';

/** `login`: says nothing on stdout, for there is nothing that a program could want. */
export async function run(invocation: Invocation): Promise<number> {
  return withFleet(invocation, async ({ fleet, voice }) => {
    const answers = await fleet.gather((server) => server.login());
    for (const { value } of answers) {
      const { server, username, product, apiVersion, expiresAt, cached } = value;
      const who = `Logged in to ${server} as ${username}`;
      voice.notice(
        `${who}: ${PRODUCT_NAMES[product]}, API ${apiVersion}, until ${formatInstant(expiresAt)}.`,
      );
      if (!cached) voice.notice('The token could not be kept: each command will log in by itself.');
    }
    return EXIT.done;
  });
}
