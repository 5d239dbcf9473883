import pLimit, { type LimitFunction } from 'p-limit';
import type { BackupServer, Pages } from './backup-server.ts';
import { FleetFailures, type ServerFailure } from './fleet-failures.ts';
import { mergePages } from './lists/merge.ts';

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

/** A fleet of these servers; none is opened before it is asked. */
export function createFleet(members: readonly FleetMember[]): Fleet {
  const failures = new FleetFailures(members);
  const slots = pLimit(MOST_AT_ONCE);
  const opened = new Map<FleetMember, Promise<BackupServer>>();

  function open(member: FleetMember): Promise<BackupServer> {
    const opening = opened.get(member) ?? member.open();
    opened.set(member, opening);
    return opening;
  }

  async function answerOf<T>(
    member: FleetMember,
    ask: (server: BackupServer) => Promise<T>,
  ): Promise<ServerAnswer<T> | null> {
    try {
      const server = await open(member);
      return { server, value: await ask(server) };
    } catch (error) {
      failures.keep(member, error);
      return null;
    }
  }

  async function* pagesOf<T>(
    member: FleetMember,
    list: (server: BackupServer) => Pages<T>,
  ): AsyncGenerator<readonly T[]> {
    try {
      yield* slotted(list(await slots(() => open(member))), slots);
    } catch (error) {
      failures.keep(member, error);
    }
  }

  return {
    size: members.length,
    names: members.map(({ name }) => name),
    get failures() {
      return failures.list;
    },
    gather: async (ask) => {
      const answers = failures.others.map((member) => slots(() => answerOf(member, ask)));
      return (await Promise.all(answers)).filter((answer) => answer !== null);
    },
    merge: (list, { compare, idOf }) => {
      const sources = failures.others.map((member) => pagesOf(member, list));
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

/** The same pages, each asked for when there is room. */
async function* slotted<T>(pages: Pages<T>, slots: LimitFunction): AsyncGenerator<readonly T[]> {
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
