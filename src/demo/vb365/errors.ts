import type { SimulatedResponse } from '../simulator.ts';
import type { Version } from './versions.ts';

/** The error codes of v8 that the simulator uses. */
export type RefusalCode = 'ResourceNotFound' | 'ParameterValidationFailure';

/** Thrown by a route to answer with an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: RefusalCode;

  constructor(status: number, code: RefusalCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Whether a caught value is a refusal (works across module realms). */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'Refusal';
}

/** There is no such thing. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'ResourceNotFound', `${what} was not found.`);
}

/** The error body of a version (RESTExceptionInfo): code since v7, stack trace since v8. */
export function errorResponse(
  version: Version,
  error: { readonly status: number; readonly code: RefusalCode | null; readonly message: string },
): SimulatedResponse {
  const { status, code, message } = error;
  if (version <= 6) return { status, body: { message } };
  // Of v7's codes only ProxyOffline exists, so nothing here has one.
  if (version === 7) return { status, body: { message, errorCode: null } };
  const stackTrace = `   at Demo.Rest.Controllers.Handle(Request request) in Controllers.cs:line ${status}`;
  return { status, body: { message, errorCode: code, stackTrace } };
}
