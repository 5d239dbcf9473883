import { createSink, type TextSink } from '../../output/sink.ts';
import type { Host, PagerCommand, PagerProcess } from '../host.ts';

/** What a shell says of a command that it does not find. */
const NOT_FOUND = 127;

/** What decides about a pager. */
type PagerHost = Pick<Host, 'stdout' | 'variables' | 'platform' | 'signal' | 'startPager'>;

/**
 * Gives the work a sink whose text goes through a pager where standard output is a terminal, and
 * straight to standard output everywhere else. The pager starts when all is said, also when the work
 * failed on the way: then it has the terminal for itself, and the error comes behind it.
 *
 * @param hush takes the spinner off the screen
 */
export async function withPager<T>(
  host: PagerHost,
  hush: () => void,
  work: (sink: TextSink) => Promise<T>,
): Promise<T> {
  const straight = createSink(host.stdout, { beforeWrite: hush });
  const pager = pagerOf(host);
  if (pager === null) return work(straight);
  const texts: string[] = [];
  try {
    return await work({
      write: async (text) => {
        texts.push(text);
      },
      flush: async () => undefined,
      closed: false,
    });
  } finally {
    const text = texts.join('');
    if (text !== '' && !isOver(host)) {
      hush();
      const shown = await show(host, pager, text);
      if (!shown && !isOver(host)) await straight.write(text);
    }
  }
}

/**
 * The pager as the environment says: VSI_PAGER, else PAGER, else less. null: none, because standard
 * output is no terminal that can be paged, or because it is switched off (empty, or `cat`). Windows
 * has no pager of its own that shows colours.
 */
export function pagerOf({
  stdout,
  variables,
  platform,
}: Pick<PagerHost, 'stdout' | 'variables' | 'platform'>): PagerCommand | null {
  if (stdout.isTTY !== true || variables['TERM'] === 'dumb') return null;
  const wanted = (variables['VSI_PAGER'] ?? variables['PAGER'])?.trim();
  if (wanted === '' || wanted === 'cat') return null;
  if (wanted === undefined && platform === 'win32') return null;
  return {
    command: wanted ?? 'less',
    // What people write into PAGER is a command line, as for git and man.
    shell: wanted !== undefined,
    // F: a text that fits the screen is just printed; R: colours; X: it stays on the screen.
    // What vsi prints is UTF-8, also where the locale says nothing: less would show the bytes.
    variables: { LESS: 'FRX', LV: '-c', LESSCHARSET: 'utf-8', ...variables },
  };
}

/** Whether a signal has ended the program: then nobody waits for text any more. */
function isOver({ signal }: Pick<PagerHost, 'signal'>): boolean {
  return signal.aborted;
}

/** Whether the pager has shown it. A person who closes it early has seen enough. */
async function show(
  { startPager }: Pick<PagerHost, 'startPager'>,
  command: PagerCommand,
  text: string,
): Promise<boolean> {
  let pager: PagerProcess;
  try {
    pager = await startPager(command);
  } catch {
    return false;
  }
  pager.input.on('error', () => undefined);
  pager.input.end(text);
  try {
    return (await pager.ended) !== NOT_FOUND;
  } catch {
    return false;
  }
}
