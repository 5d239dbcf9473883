import { codeOf, VsiError } from '../../model/errors.ts';
import { startDemoServer, type DemoServer } from '../../demo/demo-server.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { createVoice } from '../voice.ts';

/** `demo serve`: a simulated server until Ctrl-C. How to connect goes to stdout, ready to paste. */
export async function run(invocation: Invocation): Promise<number> {
  const { host, flags } = invocation;
  const voice = createVoice(invocation);
  const server = await start(portOf(flags.text(FLAGS.port)), host.now);
  try {
    host.stdout.write(instructions(server, host.platform === 'win32'));
    voice.notice('The simulated server runs until Ctrl-C.');
    await untilInterrupted(host.signal);
  } finally {
    await server.close();
  }
  return EXIT.done;
}

async function start(port: number, now: () => number): Promise<DemoServer> {
  try {
    return await startDemoServer({ product: 'vb365', now, port });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    throw new VsiError('CONFIGURATION', `the port cannot be had: ${code}`, {
      where: `--port ${port}`,
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
function instructions(
  { url, username, password, fingerprint }: DemoServer,
  windows: boolean,
): string {
  const settings = {
    VSI_SERVER: url,
    VSI_USERNAME: username,
    VSI_PASSWORD: password,
    VSI_FINGERPRINT: fingerprint,
  };
  const lines = Object.entries(settings).map(([name, value]) =>
    windows ? `$env:${name} = '${value}'` : `export ${name}='${value}'`,
  );
  return `${lines.join('\n')}\n`;
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
