import { DAY, WEEK } from '../../units.ts';
import type { WallClock } from '../times.ts';
import type { Job } from './model.ts';

/** How far back the history reaches, and how far the plan reaches beyond the moment it was made at. */
const HISTORY = 35 * DAY;
const PLAN = 2 * DAY;

/** Disabled jobs ran until so long ago. */
const DISABLED_SINCE = 20 * DAY;

/** 1970-01-04 was a Sunday. */
const FIRST_SUNDAY = 3;

/** The moment at which a world was made, and the server's wall clock. */
export interface Present {
  readonly now: number;
  readonly wall: WallClock;
}

/** One planned start of a job. */
export interface Start {
  readonly at: number;
  /** The same for the same start, whenever the world is made. */
  readonly key: string;
  /** Whole days by the server's calendar; negative for the days to come. */
  readonly daysAgo: number;
  readonly weekday: number;
  readonly firstOfDay: boolean;
  /** The run that a schedule relative to the present is all about. */
  readonly present: boolean;
}

/** Every start of a job with a schedule of its own, oldest first. */
export function startsOf(job: Job, present: Present): readonly Start[] {
  const { now } = present;
  if (job.schedule === null) return [];
  const { every } = job.schedule;
  const last = job.disabled ? now - DISABLED_SINCE : now + PLAN;
  const phase = phaseOf(job, present);
  const starts: Start[] = [];
  let slot = Math.ceil((now - HISTORY - phase) / every);
  for (let at = phase + slot * every; at <= last; at += every, slot += 1) {
    starts.push(startAt(job, at, { slot, present }));
  }
  return starts;
}

/** When a job starts next, null where no clock starts it. */
export function nextStartOf(job: Job, present: Present, now: number): number | null {
  if (job.schedule === null || job.disabled) return null;
  const phase = phaseOf(job, present);
  const { every } = job.schedule;
  return phase + (Math.floor((now - phase) / every) + 1) * every;
}

function phaseOf(job: Job, { now, wall }: Present): number {
  if (job.schedule === null) return now;
  const { at, every, fromNow = false } = job.schedule;
  if (fromNow) return now + at;
  return wall.startOfDay(every === WEEK ? FIRST_SUNDAY : 0) + at;
}

function startAt(
  job: Job,
  at: number,
  { slot, present }: { readonly slot: number; readonly present: Present },
): Start {
  const { now, wall } = present;
  const day = wall.dayOf(at);
  const fromNow = job.schedule?.fromNow === true;
  return {
    at,
    key: String(fromNow ? day : slot),
    daysAgo: wall.dayOf(now) - day,
    weekday: (day - FIRST_SUNDAY) % 7,
    firstOfDay: wall.dayOf(at - (job.schedule?.every ?? DAY)) !== day,
    present: fromNow && slot === 0,
  };
}
