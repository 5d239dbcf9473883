import pLimit from 'p-limit';
import { isVsiError, VsiError, type ErrorCode } from '../model/errors.ts';
import type { BackupServer, Pages } from './backup-server.ts';
import { mergePages } from './lists/merge.ts';

/** A server that did not answer, or not to the end. */
export interface ServerFailure {
  readonly server: string;
  readonly error: VsiError;
}

/** What one server answered. */
export interface ServerAnswer<T> {
  readonly server: BackupServer;
  readonly value: T;
}

/** A server still to be opened; opening asks it for its product and version, and may fail. */
export interface FleetMember {
  readonly name: string;
  readonly open: () => Promise<BackupServer>;
}

/**
 * Several servers asked as one. All are asked at the same time; one that fails is left out, and its
 * failure is kept, so that a dead server costs its time-out and not the answers of the others. When
 * all have failed, that is thrown; a fleet of one throws its server's failures as they are.
 */
export interface Fleet {
  readonly size: number;
  /** How the servers are called in all that is told of them. */
  readonly names: readonly string[];
  /** Grows while the fleet is asked; at most one a server, in the order of the servers. */
  readonly failures: readonly ServerFailure[];
  /** Asks every server that has not failed yet. */
  readonly gather: <T>(
    ask: (server: BackupServer) => Promise<T>,
  ) => Promise<readonly ServerAnswer<T>[]>;
  /** One list of all servers' lists, in the order that each of them keeps to. */
  readonly merge: <T>(
    list: (server: BackupServer) => Pages<T>,
    order: { readonly compare: (a: T, b: T) => number; readonly idOf: (row: T) => string | null },
  ) => Pages<T>;
  /** Leaves every server that was opened. Never throws. */
  readonly close: () => Promise<void>;
}

/**
 * How many servers are asked at the same time: enough that the slow ones of a large fleet do not wait
 * for each other, few enough that this machine keeps up with their TLS.
 */
const MOST_AT_ONCE = 32;

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

export function createFleet(members: readonly FleetMember[]): Fleet {
  const failed = new Map<FleetMember, VsiError>();
  const slots = pLimit(MOST_AT_ONCE);
  const opened = new Map<FleetMember, Promise<BackupServer>>();

  function open(member: FleetMember): Promise<BackupServer> {
    const opening = opened.get(member) ?? member.open();
    opened.set(member, opening);
    return opening;
  }

  function failures(): readonly ServerFailure[] {
    return members.flatMap((member) => {
      const error = failed.get(member);
      return error === undefined ? [] : [{ server: member.name, error }];
    });
  }

  /** Keeps the failure, or throws what must end the whole command. */
  function keep(member: FleetMember, error: unknown): void {
    if (members.length === 1 || !isVsiError(error) || endsAll(error)) throw error;
    failed.set(member, error);
    if (failed.size === members.length) throw nobodyAnswered(failures());
  }

  async function gather<T>(
    ask: (server: BackupServer) => Promise<T>,
  ): Promise<readonly ServerAnswer<T>[]> {
    const answers = await Promise.all(
      members
        .filter((member) => !failed.has(member))
        .map((member) =>
          slots(async () => {
            try {
              const server = await open(member);
              return { server, value: await ask(server) };
            } catch (error) {
              keep(member, error);
              return null;
            }
          }),
        ),
    );
    return answers.filter((answer) => answer !== null);
  }

  async function* pagesOf<T>(
    member: FleetMember,
    list: (server: BackupServer) => Pages<T>,
  ): AsyncGenerator<readonly T[]> {
    try {
      yield* slotted(list(await slots(() => open(member))));
    } catch (error) {
      keep(member, error);
    }
  }

  /** The same pages, each asked for when there is room. */
  async function* slotted<T>(pages: Pages<T>): AsyncGenerator<readonly T[]> {
    const iterator = pages[Symbol.asyncIterator]();
    let isOver = false;
    try {
      for (;;) {
        const result = await slots(() => iterator.next());
        isOver = result.done === true;
        if (result.done === true) return;
        yield result.value;
      }
    } finally {
      if (!isOver) await iterator.return?.();
    }
  }

  return {
    size: members.length,
    names: members.map(({ name }) => name),
    get failures() {
      return failures();
    },
    gather,
    merge: (list, { compare, idOf }) => {
      const sources = members
        .filter((member) => !failed.has(member))
        .map((member) => pagesOf(member, list));
      return mergePages(sources, compare, idOf);
    },
    close: async () => {
      await Promise.all(
        [...opened.values()].map(async (opening) => {
          const server = await opening.catch(() => null);
          await server?.close();
        }),
      );
    },
  };
}
