/** Why sessions did not succeed: what their tasks, logs and messages say, equal reasons together. */
import type { Instant } from '../model/instant.ts';
import type { LogRecord } from '../model/log-record.ts';
import type { Session } from '../model/session.ts';
import { isFailure, type Status } from '../model/status.ts';
import type { Task } from '../model/task.ts';
import type { ReasonGrouping } from './groupings.ts';
import { createMasker, reasonKey } from './mask-reason.ts';
import { isClosing, isUseless, sayingOf } from './reason-texts.ts';
import { jobKey } from './runs.ts';

/** How bad a reason is. */
const REASON_LEVELS = ['failed', 'warning'] as const;
export type ReasonLevel = (typeof REASON_LEVELS)[number];

/** One reason over all sessions; keys and their order are the record's (contract section 3). */
export interface ErrorRow {
  /** With placeholders for ids, names, times and numbers. */
  readonly reason: string;
  readonly level: ReasonLevel;
  /** How often it was said; of a log and the tasks that say the same, the more frequent one counts. */
  readonly count: number;
  readonly sessions: number;
  readonly jobs: number;
  /** Objects that it names; null where it names none. */
  readonly objects: number | null;
  readonly firstSeenAt: Instant | null;
  readonly lastSeenAt: Instant | null;
  /** The newest one in full. */
  readonly example: string;
  /** The last four are null unless the rows are grouped by job or object. */
  readonly server: string | null;
  readonly jobId: string | null;
  readonly jobName: string | null;
  readonly object: string | null;
}

/** Whether errors looks at a session: it ended otherwise than it should. */
export function isUnsuccessful(status: Status): boolean {
  return status === 'warning' || isFailure(status);
}

/** Said of a session that gives no reason anywhere. */
const NO_REASON = 'No reason is told';

/** Takes what one session's sources say. Tasks come first: they know the names in the log. */
export interface SessionReasons {
  readonly addTask: (task: Task) => void;
  readonly addLogRecord: (record: LogRecord) => void;
  /** To be called behind the last source: adds up what was said. */
  readonly end: () => void;
}

/** Groups reasons; what it remembers grows with the different ones, not with how often they come. */
export interface Reasons {
  readonly ofSession: (session: Session) => SessionReasons;
  /** Failures first, then the most frequent. */
  readonly rows: () => readonly ErrorRow[];
}

/** Something that a session's source said. */
interface Saying {
  readonly text: string;
  readonly object: string | null;
  readonly level: ReasonLevel;
  readonly at: Instant | null;
}

/** The same reason of the same object in one session. */
interface Told extends Saying {
  readonly masked: string;
  inLog: number;
  inTasks: number;
}

class Group {
  level: ReasonLevel = 'warning';
  count = 0;
  sessions = 0;
  readonly jobs = new Set<string>();
  readonly objects = new Set<string>();
  firstSeenAt: Instant | null = null;
  lastSeenAt: Instant | null = null;
  example = '';
  readonly reason: string;
  readonly about: Pick<ErrorRow, 'server' | 'jobId' | 'jobName' | 'object'>;

  constructor(reason: string, about: Group['about']) {
    this.reason = reason;
    this.about = about;
  }

  add(session: Session, told: readonly Told[], count: number): void {
    this.count += count;
    this.sessions += 1;
    if (session.jobId !== null || session.jobName !== null) this.jobs.add(jobKey(session));
    for (const { object, level, at, text } of told) {
      if (level === 'failed') this.level = 'failed';
      if (object !== null) this.objects.add(`${session.server}/${object}`);
      if (this.example === '') this.example = text;
      if (at === null) continue;
      if (this.firstSeenAt === null || at < this.firstSeenAt) this.firstSeenAt = at;
      if (this.lastSeenAt === null || at > this.lastSeenAt) {
        this.lastSeenAt = at;
        this.example = text;
      }
    }
  }

  row(): ErrorRow {
    const { reason, level, count, sessions, jobs, objects, firstSeenAt, lastSeenAt } = this;
    return {
      reason,
      level,
      count,
      sessions,
      jobs: jobs.size,
      objects: objects.size === 0 ? null : objects.size,
      firstSeenAt,
      lastSeenAt,
      example: this.example,
      ...this.about,
    };
  }
}

/** Makes an empty collection. */
export function createReasons(by: ReasonGrouping): Reasons {
  const groups = new Map<string, Group>();
  const mask = createMasker();

  function addTo(session: Session, told: readonly Told[], count: number): void {
    const [first] = told;
    if (first === undefined || count === 0) return;
    const { server, jobId, jobName } = session;
    const none = { server: null, jobId: null, jobName: null, object: null };
    const [whose, about] =
      by === 'job'
        ? [jobKey(session), { server, jobId, jobName, object: null }]
        : by === 'object'
          ? [`${server}/${first.object ?? ''}`, { ...none, server, object: first.object }]
          : ['', none];
    const key = `${whose}\n${reasonKey(first.masked)}`;
    const group = groups.get(key) ?? new Group(first.masked, about);
    groups.set(key, group);
    group.add(session, told, count);
  }

  /** One reason of a session: how often it was said, by objects where the rows are. */
  function addReason(session: Session, told: readonly Told[]): void {
    const sum = (of: (one: Told) => number): number => told.reduce((all, one) => all + of(one), 0);
    const named = told.filter(({ object }) => object !== null);
    const countOf = ({ inLog, inTasks }: Told): number => Math.max(inLog, inTasks);
    const ofNamed = named.reduce((all, one) => all + countOf(one), 0);
    const total = Math.max(
      sum(({ inLog }) => inLog),
      sum(({ inTasks }) => inTasks),
      ofNamed,
    );
    if (by !== 'object') {
      addTo(session, told, total);
      return;
    }
    for (const one of named) addTo(session, [one], countOf(one));
    addTo(
      session,
      told.filter(({ object }) => object === null),
      total - ofNamed,
    );
  }

  return {
    ofSession: (session) => new SessionSayings(session, mask, addReason),
    rows: () => [...groups.values()].map((group) => group.row()).sort(worstFirst),
  };
}

function worstFirst(a: ErrorRow, b: ErrorRow): number {
  const byLevel = REASON_LEVELS.indexOf(a.level) - REASON_LEVELS.indexOf(b.level);
  if (byLevel !== 0) return byLevel;
  if (a.count !== b.count) return b.count - a.count;
  return a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0;
}

/** Masked so that the same reason of two jobs is one: job names of one plain word are left alone. */
const TELLING_NAME = /[^\p{L}]/u;

class SessionSayings implements SessionReasons {
  readonly #session: Session;
  readonly #mask: ReturnType<typeof createMasker>;
  readonly #onReason: (session: Session, told: readonly Told[]) => void;
  readonly #names = new Set<string>();
  readonly #told = new Map<string, Told>();
  /** What only repeats other sources, or says next to nothing: for sessions that say nothing else. */
  readonly #weak: Saying[] = [];

  constructor(
    session: Session,
    mask: ReturnType<typeof createMasker>,
    onReason: (session: Session, told: readonly Told[]) => void,
  ) {
    this.#session = session;
    this.#mask = mask;
    this.#onReason = onReason;
    for (const name of [session.jobName, session.name]) {
      if (name !== null && name.length > 2 && TELLING_NAME.test(name)) this.#names.add(name);
    }
  }

  addTask = (task: Task): void => {
    const { id, name, status, message, statusText } = task;
    // Where a server has no tasks its adapter makes them of the log, which comes anyway.
    if (id.startsWith(`${this.#session.id}/`)) return;
    if (name !== null && name.trim().length > 2) this.#names.add(name.trim());
    if (!isUnsuccessful(status) || message === null || message === statusText) return;
    const at = task.endedAt ?? task.createdAt;
    const saying = { text: message, object: name, level: levelOf(status), at };
    if (isUseless(message)) this.#weak.push(saying);
    else this.#tell(saying).inTasks += 1;
  };

  addLogRecord = (record: LogRecord): void => {
    const { level, startedAt, updatedAt } = record;
    if (level !== 'failed' && level !== 'warning') return;
    const at = startedAt ?? updatedAt;
    if (isClosing(record.title)) {
      const text = record.description ?? record.title;
      this.#weak.push({ text, object: null, level, at });
      return;
    }
    const { text, object } = sayingOf(record, this.#names);
    if (object !== null && object.length > 2) this.#names.add(object);
    if (isUseless(text)) this.#weak.push({ text, object, level, at });
    else this.#tell({ text, object, level, at }).inLog += 1;
  };

  end = (): void => {
    if (this.#told.size === 0) this.#tell(this.#lastResort()).inLog += 1;
    const byReason = new Map<string, Told[]>();
    for (const told of this.#told.values()) {
      const key = reasonKey(told.masked);
      byReason.set(key, [...(byReason.get(key) ?? []), told]);
    }
    for (const told of byReason.values()) this.#onReason(this.#session, told);
    this.#told.clear();
  };

  #tell(saying: Saying): Told {
    const masked = this.#mask(saying.text, this.#names);
    const key = `${reasonKey(masked)}\n${saying.object ?? ''}`;
    const known = this.#told.get(key);
    if (known !== undefined) return known;
    const told = { ...saying, masked, inLog: 0, inTasks: 0 };
    this.#told.set(key, told);
    return told;
  }

  /** The session's own message, then whatever says at least something. */
  #lastResort(): Saying {
    const { message, status, endedAt, createdAt } = this.#session;
    const own = { object: null, level: levelOf(status), at: endedAt ?? createdAt };
    const said: readonly Saying[] = [
      ...(message === null ? [] : [{ ...own, text: message }]),
      ...this.#weak,
    ];
    return (
      said.find(({ text }) => !isUseless(text) && !isClosing(text)) ??
      said.find(({ text }) => text.trim().includes(' ')) ?? { ...own, text: NO_REASON }
    );
  }
}

function levelOf(status: Status): ReasonLevel {
  return isFailure(status) ? 'failed' : 'warning';
}
