import { withFleet } from '../connection/connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';

/** `logout` */
export async function run(invocation: Invocation): Promise<number> {
  return withFleet(invocation, async ({ fleet, voice }) => {
    const answers = await fleet.gather((server) => server.logout());
    for (const { server, value: ended } of answers) {
      voice.notice(ended ? `Logged out of ${server.name}.` : `No login at ${server.name} to end.`);
    }
    return EXIT.done;
  });
}
