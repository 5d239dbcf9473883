import type { Host } from './host.ts';

/** What comes in time, or null; then nobody waits for it any more. */
export async function within<T>(
  milliseconds: number,
  work: Promise<T>,
  { sleep }: Pick<Host, 'sleep'>,
): Promise<T | null> {
  const waiting = new AbortController();
  const late = sleep(milliseconds, waiting.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    waiting.abort();
  }
}
