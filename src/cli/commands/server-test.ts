import { VsiError } from '../../model/errors.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import { withFleet } from '../connection/connect.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';

/** `server test [name]`: connects and logs in with the password, a kept login or not. */
export async function run(invocation: Invocation): Promise<number> {
  return withFleet(naming(invocation), async ({ fleet, voice }) => {
    const answers = await fleet.gather((server) => server.login());
    for (const { value } of answers) {
      const { server, product, apiVersion, username } = value;
      voice.notice(
        `${server}: ${PRODUCT_NAMES[product]}, API ${apiVersion}, logged in as ${username}.`,
      );
    }
    return EXIT.done;
  });
}

/** The argument says the same as --server. */
function naming(invocation: Invocation): Invocation {
  const { argument, flags } = invocation;
  if (argument === null) return invocation;
  if (flags.all(FLAGS.server).length > 0) {
    throw new VsiError('USAGE', 'name the server once: as an argument or with --server');
  }
  return {
    ...invocation,
    flags: { ...flags, all: (flag) => (flag === FLAGS.server ? [argument] : flags.all(flag)) },
  };
}
