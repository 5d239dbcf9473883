/** Servers of a fleet that failed, and what it means when all of them did. */
import { isVsiError, VsiError, type ErrorCode } from '../model/errors.ts';

/** A server that did not answer, or not to the end. */
export interface ServerFailure {
  readonly server: string;
  readonly error: VsiError;
}

/** What weighs most when every server failed (contract section 6): unreachable, refused, the rest. */
const GRAVITY: readonly ErrorCode[] = [
  'UNREACHABLE',
  'TIMEOUT',
  'TLS_UNTRUSTED',
  'LOGIN_REFUSED',
  'RIGHTS_REFUSED',
];

function nobodyAnswered(failures: readonly ServerFailure[]): VsiError {
  const codes = new Set(failures.map(({ error }) => error.code));
  const [only, ...others] = codes;
  const shared = others.length === 0 ? only : undefined;
  const code = GRAVITY.find((grave) => codes.has(grave)) ?? shared ?? 'REQUEST_FAILED';
  const what = shared === 'NOT_FOUND' ? 'has it' : 'answered';
  return new VsiError(code, `none of ${failures.length} servers ${what}`);
}

/** Who pressed Ctrl-C, or asked for what cannot be, is not served by the other servers' rows. */
function endsAll({ code }: VsiError): boolean {
  return code === 'INTERRUPTED' || code === 'USAGE';
}

/** Keeps each server's first failure. */
export class FleetFailures<T extends { readonly name: string }> {
  readonly #members: readonly T[];
  readonly #failed = new Map<T, VsiError>();

  constructor(members: readonly T[]) {
    this.#members = members;
  }

  /** In the order of the servers. */
  get list(): readonly ServerFailure[] {
    return this.#members.flatMap((member) => {
      const error = this.#failed.get(member);
      return error === undefined ? [] : [{ server: member.name, error }];
    });
  }

  /** Those that have not failed. */
  get others(): readonly T[] {
    return this.#members.filter((member) => !this.#failed.has(member));
  }

  /** Keeps a failure, or throws what must end the whole command. */
  keep(member: T, error: unknown): void {
    if (this.#members.length === 1 || !isVsiError(error) || endsAll(error)) throw error;
    this.#failed.set(member, error);
    if (this.#failed.size === this.#members.length) throw nobodyAnswered(this.list);
  }
}
