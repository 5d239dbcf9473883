import { productOf } from '../../config/connection.ts';
import { codeOf, reasonOf, VsiError } from '../../model/errors.ts';
import { PRODUCT_NAMES, PRODUCTS, type Product } from '../../model/product.ts';
import { startDemoServer, type DemoServer } from '../../demo/demo-server.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { createVoice } from '../terminal/voice.ts';

/**
 * `demo serve`: simulated servers until Ctrl-C, one of each product unless --product says which. How
 * to connect goes to stdout, ready to paste.
 */
export async function run(invocation: Invocation): Promise<number> {
  const { host, flags } = invocation;
  const voice = createVoice(invocation);
  const only = productOf(flags.text(FLAGS.demoProduct));
  const port = portOf(flags.text(FLAGS.port));
  const products = only === null ? PRODUCTS : [only];
  const servers: DemoServer[] = [];
  try {
    for (const [index, product] of products.entries()) {
      servers.push(await start(product, port === 0 ? 0 : port + index, host.now));
    }
    const windows = host.platform === 'win32';
    host.stdout.write(servers.map((server) => instructions(server, windows)).join('\n'));
    voice.notice(
      only === null
        ? 'Paste one of the blocks into another terminal; Ctrl-C ends the servers.'
        : 'Paste the block into another terminal; Ctrl-C ends the server.',
    );
    await untilInterrupted(host.signal);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  return EXIT.done;
}

async function start(product: Product, port: number, now: () => number): Promise<DemoServer> {
  try {
    return await startDemoServer({ product, now, port });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    throw new VsiError('CONFIGURATION', `the port ${port} cannot be had: ${reasonOf(error)}`, {
      where: '--port',
      hint: 'leave --port out to get any free one',
    });
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new VsiError('USAGE', `--port “${text}” is no port`, { hint: 'a number up to 65535' });
}

/** Lines for the user's shell; the demo's password is no secret, it opens nothing else. */
function instructions(server: DemoServer, windows: boolean): string {
  const { product, url, username, password, fingerprint } = server;
  const settings = {
    VSI_SERVER: url,
    VSI_PRODUCT: product,
    VSI_USERNAME: username,
    VSI_PASSWORD: password,
    VSI_FINGERPRINT: fingerprint,
  };
  const lines = Object.entries(settings).map(([name, value]) =>
    windows ? `$env:${name} = '${value}'` : `export ${name}='${value}'`,
  );
  return `# ${PRODUCT_NAMES[product]}\n${lines.join('\n')}\n`;
}

function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    // Keeps the process alive even if nothing else does.
    const heartbeat = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(heartbeat);
      resolve();
    });
  });
}
