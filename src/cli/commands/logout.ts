import { withServer } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';

/** `logout` */
export async function run(invocation: Invocation): Promise<number> {
  return withServer(invocation, async ({ server, voice }) => {
    const ended = await server.logout();
    voice.notice(ended ? `Logged out of ${server.name}.` : `There was no login at ${server.name}.`);
    return EXIT.done;
  });
}
