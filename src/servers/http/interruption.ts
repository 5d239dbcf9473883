/** Ending early: what a signal's end means, and waiting that ends with it. */
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { ServerEnvironment } from '../environment.ts';

/**
 * Why a signal was aborted: the error that it was aborted with (TIMEOUT of the deadline), else
 * INTERRUPTED.
 *
 * @param where for the error, where it is INTERRUPTED
 */
export function interruptionBy(
  { reason }: { readonly reason: unknown },
  where: string | null = null,
): VsiError {
  if (isVsiError(reason)) return reason;
  return new VsiError('INTERRUPTED', 'interrupted', { where });
}

/** Waits so many milliseconds. @throws `interruptionBy` as soon as the environment's signal is aborted */
export async function pause(
  { sleep, signal }: Pick<ServerEnvironment, 'sleep' | 'signal'>,
  milliseconds: number,
): Promise<void> {
  try {
    await sleep(milliseconds, signal);
  } catch (error) {
    throw signal.aborted ? interruptionBy(signal) : error;
  }
}
