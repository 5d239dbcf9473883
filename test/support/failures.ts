import { isVsiError, type VsiError } from '../../src/model/errors.ts';

/** The expected failure that the action ends in; anything else fails the test. */
export async function failureOf(action: () => unknown): Promise<VsiError> {
  let outcome: unknown;
  try {
    outcome = await action();
  } catch (error) {
    if (isVsiError(error)) return error;
    throw error;
  }
  throw new Error(`no failure, but ${JSON.stringify(outcome)}`);
}
