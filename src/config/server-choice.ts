import { VsiError } from '../model/errors.ts';
import { didYouMean, nearWords } from '../model/near-words.ts';
import { nearestByName } from '../model/job-reference.ts';
import { findServer, type SavedServer, type ServerBook } from './saved-server.ts';

/** Which servers a person asks for. */
export interface ServerWish {
  /** `--server`, each a name, a URL or `@group`. */
  readonly named: readonly string[];
  /** `--all-servers` */
  readonly all: boolean;
  /** `VSI_SERVER`, where no flag names one. */
  readonly variable: string | undefined;
}

/** A server to ask: one that is saved, or an address as it was written. */
export type ServerChoice =
  | { readonly kind: 'saved'; readonly server: SavedServer }
  | { readonly kind: 'address'; readonly address: string };

/**
 * The servers that are meant, each once, in the order in which they were named; those of a group in
 * the order of the file (contract section 5). The saved servers are read only where they matter.
 *
 * @throws USAGE where none is named, NOT_FOUND for a name or group that is not saved, and what
 *   reading the saved servers throws
 */
export async function chooseServers(
  { named, all, variable }: ServerWish,
  readBook: () => Promise<ServerBook>,
): Promise<readonly ServerChoice[]> {
  if (all) {
    if (named.length === 0) return everyServer(await readBook());
    throw new VsiError('USAGE', '--all-servers and --server exclude each other');
  }
  const fromVariable = variable?.trim() ?? '';
  const words = named.length > 0 || fromVariable === '' ? named : [fromVariable];
  if (words.length === 0) return [defaultServer(await readBook())];
  const book = words.every(isAddress) ? null : await readBook();
  return withoutDoubles(words.flatMap((word) => meaningOf(word.trim(), book)));
}

function meaningOf(word: string, book: ServerBook | null): readonly ServerChoice[] {
  if (book === null || isAddress(word)) return [{ kind: 'address', address: word }];
  if (word.startsWith('@')) return membersOf(word.slice(1), book);
  const server = findServer(book, word);
  if (server !== null) return [{ kind: 'saved', server }];
  // A host name with dots cannot be told from a name, but a single word that is no name is a mistake.
  if (word.includes('.')) return [{ kind: 'address', address: word }];
  throw unknownServer(book, word);
}

/** Names of servers hold no colon and no slash, so this can be nothing but an address. */
function isAddress(word: string): boolean {
  return /[:/]/.test(word);
}

function everyServer({ servers }: ServerBook): readonly ServerChoice[] {
  if (servers.length > 0) return servers.map(asChoice);
  throw new VsiError('NOT_FOUND', 'no server is saved', {
    where: '--all-servers',
    hint: 'save one with: vsi server add NAME URL',
  });
}

function membersOf(group: string, { servers }: ServerBook): readonly ServerChoice[] {
  const lower = group.toLowerCase();
  const members = servers.filter(({ groups }) =>
    groups.some((name) => name.toLowerCase() === lower),
  );
  if (members.length > 0) return members.map(asChoice);
  const groups = [...new Set(servers.flatMap((server) => server.groups))];
  const names = groups.map((name) => `@${name}`);
  throw new VsiError('NOT_FOUND', `no saved server is in the group “${group}”`, {
    where: '--server',
    hint:
      groups.length === 0
        ? 'put servers into one with: vsi server set NAME --group GROUP'
        : `${didYouMean(nearWords(`@${group}`, names))}groups: ${names.join(', ')}`,
  });
}

function defaultServer(book: ServerBook): ServerChoice {
  const server = book.defaultName === null ? null : findServer(book, book.defaultName);
  if (server !== null) return asChoice(server);
  const [first] = book.servers;
  throw new VsiError('USAGE', 'no server named', {
    hint:
      first === undefined
        ? 'set VSI_SERVER or give --server https://host:4443, or save one with vsi server add; or try --demo'
        : `give --server ${first.name} or --all-servers, or choose one for good: vsi server default ${first.name}`,
  });
}

/** The failure for a name that is not saved; it lists the nearest. */
export function unknownServer({ servers }: ServerBook, name: string): VsiError {
  if (name.includes(',')) {
    return new VsiError('NOT_FOUND', `no saved server is called “${name}”`, {
      hint: 'name one at a time: --server may be repeated',
    });
  }
  const nearest = nearestByName(servers, name).map((server) => server.name);
  const ways =
    nearest.length > 0
      ? `did you mean ${nearest.join(' or ')}`
      : servers.length > 0
        ? 'vsi server list shows those that are'
        : 'save one with: vsi server add NAME URL';
  return new VsiError('NOT_FOUND', `no saved server is called “${name}”`, {
    hint: `${ways}; a host that is not saved is written https://${name}`,
  });
}

function asChoice(server: SavedServer): ServerChoice {
  return { kind: 'saved', server };
}

function withoutDoubles(choices: readonly ServerChoice[]): readonly ServerChoice[] {
  const known = new Map(
    choices.map((choice) => [
      choice.kind === 'saved' ? choice.server.name : choice.address.toLowerCase(),
      choice,
    ]),
  );
  return [...known.values()];
}
