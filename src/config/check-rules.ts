/** `checks:` in the settings file: by what `vsi check` judges some jobs. */
import { basename } from 'node:path';
import { isSeq, Pair, type YAMLMap } from 'yaml';
import {
  allowedLimit,
  CHECK_LIMITS,
  isCheckLimit,
  readLimit,
  type CheckLimit,
  type CheckRule,
} from '../model/check-limits.ts';
import type { Levels } from '../model/levels.ts';
import type { SavedServer } from './saved-server.ts';
import type { YamlReader } from './server-file-yaml.ts';

/** Where the rules stand, and of whom they may speak. */
interface RuleContext {
  readonly path: string;
  readonly servers: readonly Pick<SavedServer, 'name'>[];
}

const KEYS = ['server', 'ignore', ...CHECK_LIMITS];
const LIST_FORM = 'a map of jobs with their limits, or a list in which each entry names its job';

/**
 * A map of jobs (ids, names, names with `*`), or a list of entries that name their job themselves: so
 * that one pattern can be used twice, for two servers.
 *
 * @throws CONFIGURATION naming the line
 */
export function readCheckRules(
  reader: YamlReader,
  top: YAMLMap,
  context: RuleContext,
): readonly CheckRule[] {
  const pair = top.items.find((item) => reader.keyOf(item) === 'checks');
  const value = reader.resolve(pair?.value);
  if (pair === undefined) return [];
  if (!isSeq(value)) {
    return reader.entriesOf(pair, '“checks” holds no limits', LIST_FORM).map((entry) =>
      readRule(reader, entry, {
        ...context,
        job: reader.keyOf(entry),
        entries: reader.entriesOf(
          entry,
          `the checks of “${reader.keyOf(entry)}” are no limits`,
          KEYS.join(', '),
        ),
      }),
    );
  }
  return value.items.map((item) => {
    const entry = new Pair(item, item);
    const entries = reader.entriesOf(entry, 'an entry of “checks” holds no limits', LIST_FORM);
    const named = entries.find((each) => reader.keyOf(each) === 'job');
    const job = reader.textOf(named?.value) ?? '';
    const others = entries.filter((each) => each !== named);
    return readRule(reader, entry, { ...context, job, entries: others });
  });
}

interface RuleParts extends RuleContext {
  readonly job: string;
  readonly entries: readonly Pair[];
}

function readRule(
  reader: YamlReader,
  at: Pair,
  { path, servers, job, entries }: RuleParts,
): CheckRule {
  if (job.trim() === '') {
    throw reader.complain(at.key, 'these checks name no job', 'an id, a name, or a name with *');
  }
  const limits: Partial<Record<CheckLimit, Levels>> = {};
  let server: string | null = null;
  let ignore: boolean | null = null;
  for (const entry of entries) {
    const key = reader.keyOf(entry);
    if (key === 'server') server = readServerName(reader, entry, servers);
    else if (key === 'ignore') ignore = readSwitch(reader, entry);
    else if (isCheckLimit(key)) limits[key] = readLevels(reader, entry, key);
    else {
      throw reader.complain(
        entry.key,
        `unknown limit “${key}” in the checks of “${job}”`,
        `one of ${KEYS.join(', ')}`,
      );
    }
  }
  const origin = `${basename(path)}:${reader.lineOf(at.key)}`;
  return { job: job.trim(), server, ignore, limits, origin };
}

function readLevels(reader: YamlReader, entry: Pair, limit: CheckLimit): Levels {
  // A list of two is what people write in YAML for what is one text in a flag.
  const value = reader.resolve(entry.value);
  const texts = (isSeq(value) ? value.items : [value]).map(reader.textOf);
  const text = texts.every((each) => each !== null) ? texts.join(',') : '';
  const levels = readLimit(limit, text);
  if (levels !== null) return levels;
  throw reader.complain(
    entry.value ?? entry.key,
    text === '' ? `${limit} is not one text` : `${limit} cannot be “${text}”`,
    allowedLimit(limit),
  );
}

function readSwitch(reader: YamlReader, entry: Pair): boolean {
  const text = reader.textOf(entry.value)?.toLowerCase();
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  throw reader.complain(
    entry.value ?? entry.key,
    'ignore is neither true nor false',
    'true, false',
  );
}

function readServerName(reader: YamlReader, entry: Pair, servers: RuleContext['servers']): string {
  const text = reader.textOf(entry.value) ?? '';
  const found = servers.find(({ name }) => name === text);
  if (found !== undefined) return found.name;
  throw reader.complain(
    entry.value ?? entry.key,
    `“${text}” is no saved server`,
    servers.length === 0 ? 'leave it out' : `one of ${servers.map(({ name }) => name).join(', ')}`,
  );
}
