import { VsiError } from '../../model/errors.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Product } from '../../model/product.ts';
import type { Session } from '../../model/session.ts';
import { isFields, type Fields } from '../reading/reading.ts';
import { parseJson } from '../reading/json.ts';
import type { OwnContext } from './own-fields.ts';
import { createOwnReader } from './own-records.ts';
import { createRawReader, productOfApiVersion, type RawReader } from './raw-records.ts';
import { isVbrShape, ownShapeOf, pageItemsOf, rawShapeOf, type OwnShape } from './shapes.ts';
import { ServerRecords, type SavedRecords } from './server-records.ts';
import type { FoundValue } from './value-cutter.ts';

/** What the records do not say themselves. */
export interface CollectorOptions {
  /** The file's name, for errors. */
  readonly file: string;
  /** The server of records that name none. */
  readonly server: string;
  /** null: told by the objects' keys. */
  readonly product: Product | null;
  readonly apiVersion: string | null;
}

/** Sorts the values of a file by what they are and which server they are of. */
export class RecordCollector {
  readonly #options: CollectorOptions;
  readonly #servers = new Map<string, ServerRecords>();
  readonly #own = createOwnReader();
  readonly #raw: RawReader;
  readonly #product: Product | null;
  readonly #ownContext: OwnContext;
  /** The session that came last: what has no session of its own is about it. */
  #current: Session | null = null;
  /** Log records in front of every session. */
  readonly #early: LogRecord[] = [];
  #place: { readonly line: number; readonly item: number | null } = { line: 1, item: null };
  #found = 0;

  /** @throws USAGE for an --api-version that no product has */
  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#product = options.product ?? productOfApiVersion(options.apiVersion);
    this.#raw = createRawReader(options);
    this.#ownContext = {
      server: options.server,
      product: this.#product ?? 'vbr',
      wrong: (field, should, value) =>
        this.#wrong(`the field “${field}” should be ${should} but is ${typeName(value)}`),
    };
  }

  /** How many records were found so far. */
  get found(): number {
    return this.#found;
  }

  /** @throws USAGE when the file begins with something else, ANSWER_UNREADABLE further down */
  add = ({ value, text, line }: FoundValue): void => {
    this.#place = { line, item: null };
    if (!isFields(value)) throw this.#strange();
    const shape = ownShapeOf(value);
    if (shape !== null) this.#addOwn(shape, value);
    // What a server wrote may hold numbers that JSON.parse rounds; what vsi wrote does not.
    else this.#addForeign(parseJson(text, this.#where()), line);
  };

  /**
   * The sessions since the last time, which are forgotten; null where anything came that has to be held
   * against the rest of the file: another server's, other records, sessions in another order.
   */
  takeSessions(): readonly Session[] | null {
    const [only, ...others] = this.#servers.values();
    if (only === undefined) return this.#early.length === 0 ? [] : null;
    const isPlain = others.length === 0 && this.#early.length === 0 && only.isPlain;
    return isPlain ? only.sessions.splice(0) : null;
  }

  /** All that was found, by servers in the order in which they came. */
  finish(): readonly SavedRecords[] {
    const [only, ...others] = [...this.#servers.values()].flatMap(({ sessions }) => sessions);
    if (this.#early.length > 0 && only !== undefined && others.length === 0) {
      for (const record of this.#early) this.#serverOf(only.server).addLogRecord(only.id, record);
    }
    const servers: readonly (readonly [string, ServerRecords])[] =
      this.#servers.size > 0
        ? [...this.#servers]
        : [[this.#options.server, new ServerRecords()] as const];
    return servers.map(([name, records]) => ({
      name,
      ...records.finish({
        product: this.#ownContext.product,
        complete: (session) => this.#raw.complete(session),
      }),
    }));
  }

  /** Log records that no session is known for. */
  get strayLogRecords(): number {
    const sessions = [...this.#servers.values()].reduce(
      (sum, each) => sum + each.sessions.length,
      0,
    );
    return sessions === 1 ? 0 : this.#early.length;
  }

  #addOwn(shape: OwnShape, fields: Fields): void {
    this.#found += 1;
    switch (shape) {
      case 'session':
        this.#addSession(this.#own.session(fields, this.#ownContext));
        return;
      case 'job': {
        const job = this.#own.job(fields, this.#ownContext);
        this.#serverOf(job.server).addJob(job);
        return;
      }
      case 'task': {
        const task = this.#own.task(fields, this.#ownContext);
        this.#serverOf(task.server).addTask(task);
        return;
      }
      case 'log record':
        this.#addLogRecord(this.#own.logRecord(fields, this.#ownContext), null);
    }
  }

  #addForeign(value: unknown, line: number): void {
    const fields: Fields = isFields(value) ? value : {};
    const items = pageItemsOf(fields);
    if (items === null) {
      this.#addRaw(fields);
      return;
    }
    items.forEach((item, index) => {
      this.#place = { line, item: index };
      if (!isFields(item)) throw this.#strange();
      const own = ownShapeOf(item);
      if (own === null) this.#addRaw(item);
      else this.#addOwn(own, item);
    });
    this.#found += 1;
  }

  #addRaw(fields: Fields): void {
    const shape = rawShapeOf(fields, this.#product);
    if (shape === null) throw this.#strange();
    this.#found += 1;
    const place = { where: this.#where(), current: this.#current };
    const record = this.#raw.read(shape, fields, place);
    const server = this.#serverOf(this.#options.server);
    server.product ??= isVbrShape(shape) ? 'vbr' : 'vb365';
    switch (record.kind) {
      case 'session':
        this.#addSession(record.session);
        return;
      case 'job':
        server.addJob(record.job);
        return;
      case 'task':
        server.addTask(record.task);
        return;
      case 'log record':
        this.#addLogRecord(record.record, record.sessionId);
    }
  }

  #addSession(session: Session): void {
    this.#serverOf(session.server).addSession(session);
    this.#current = session;
  }

  #addLogRecord(record: LogRecord, sessionId: string | null): void {
    const current = this.#current;
    const id = sessionId ?? current?.id ?? null;
    if (id === null) this.#early.push(record);
    else this.#serverOf(current?.server ?? this.#options.server).addLogRecord(id, record);
  }

  #serverOf(name: string): ServerRecords {
    const known = this.#servers.get(name);
    if (known !== undefined) return known;
    const records = new ServerRecords();
    this.#servers.set(name, records);
    return records;
  }

  #where(): string {
    const { line, item } = this.#place;
    const place = `${this.#options.file}, line ${line}`;
    return item === null ? place : `${place}, item ${item + 1}`;
  }

  #wrong(message: string): VsiError {
    return new VsiError('ANSWER_UNREADABLE', message, {
      where: this.#where(),
      hint: READABLE,
    });
  }

  #strange(): VsiError {
    const code = this.#found === 0 ? 'USAGE' : 'ANSWER_UNREADABLE';
    return new VsiError(code, 'this is no session, job, task or log record', {
      where: this.#where(),
      hint: READABLE,
    });
  }
}

/** What --from takes, for hints. */
export const READABLE =
  '--from reads what vsi printed with -o json, -o ndjson, --raw or api --paginate';

/** What stands there instead, without showing what may be long or private. */
function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
