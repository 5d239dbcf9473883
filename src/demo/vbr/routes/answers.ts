import type { SimulatedResponse } from '../../simulator.ts';

/** The error codes that the documents list (api/vbr.md section 4). */
export type ErrorCode =
  | 'AccessDenied'
  | 'ExpiredToken'
  | 'InvalidToken'
  | 'MethodNotAllowed'
  | 'NotFound'
  | 'NotImplemented'
  | 'UnexpectedContent'
  | 'UnknownError';

/** A good answer. */
export function ok(body: unknown): SimulatedResponse {
  return { status: 200, body };
}

/** An error with its body; `resourceId` is left out, as in most of the documents' examples. */
export function failure(status: number, errorCode: ErrorCode, message: string): SimulatedResponse {
  return { status, body: { errorCode, message } };
}

/** What `/api/v1/sessions/{id}` and its like answer for an id that is not there. */
export function notFound(id: string): SimulatedResponse {
  const message = 'Resource does not exist';
  return { status: 404, body: { errorCode: 'NotFound', message, resourceId: id } };
}

/** A request that cannot be understood, as thrown by the readers of query parameters. */
export class BadParameter extends Error {
  override readonly name = 'BadParameter';
}

/** Whether a caught value is a refused parameter. */
export function isBadParameter(value: unknown): value is BadParameter {
  return (
    typeof value === 'object' && value !== null && 'name' in value && value.name === 'BadParameter'
  );
}

/** The answer to a parameter that cannot be understood. */
export function badParameter({ message }: BadParameter): SimulatedResponse {
  return failure(
    400,
    'UnexpectedContent',
    `One or more request parameters are not valid. ${message}`,
  );
}
