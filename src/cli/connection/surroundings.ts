import { setMaxListeners } from 'node:events';
import { createSecretFileReader, type SecretFileReader } from '../../config/secret-file.ts';
import { LONGEST_TIMER, parseDuration } from '../../model/duration.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import { readingText } from '../../output/progress.ts';
import type { ProgressEvent, ServerEnvironment } from '../../servers/environment.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { createPrompts, type Prompts } from '../terminal/prompts.ts';
import { createVoice, type Voice } from '../terminal/voice.ts';
import type { Redaction } from './redaction.ts';
import { settingsOf, type Settings } from './settings.ts';

/** What a command that talks to servers works with. */
export interface Surroundings {
  readonly voice: Voice;
  readonly settings: Settings;
  /** null: nobody can be asked. */
  readonly prompts: Prompts | null;
  /** Warns once of each file that others may read. */
  readonly readSecretFile: SecretFileReader;
  /** What one server needs of the outside world; each server gets its own. */
  readonly environment: () => ServerEnvironment;
  /** Waits; Ctrl-C and --deadline end it. @throws VsiError */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Notes that a part of what was asked is missing; each is said once, at the end. */
  readonly missing: (failure: VsiError) => void;
  /** What was noted so far. */
  readonly missed: readonly VsiError[];
  /** Must be called at the command's end: what is left of --deadline would keep the program alive. */
  readonly end: () => void;
}

/**
 * @param redaction other names in all that is said; null: the real ones
 * @throws USAGE for a --deadline that is none
 */
export function surroundingsOf(
  invocation: Invocation,
  redaction: Redaction | null = null,
): Surroundings {
  const { host } = invocation;
  const deadline = startDeadline(invocation);
  const ownVoice = createVoice(invocation);
  const voice = redaction === null ? ownVoice : redaction.voice(ownVoice);
  const read = { pages: 0, rows: 0 };
  const detailsOfServers: NonNullable<ProgressEvent['details']>[] = [];
  const ascii = invocation.flags.isOn(FLAGS.ascii);
  const missed: VsiError[] = [];
  const missing = (found: VsiError): void => {
    const failure = redaction === null ? found : redaction.failure(found);
    const isNew = missed.every(
      ({ message, where }) => message !== failure.message || where !== failure.where,
    );
    if (isNew) missed.push(failure);
  };
  return {
    missing,
    missed,
    pause: async (milliseconds) => {
      const signal = AbortSignal.any([host.signal, deadline.signal]);
      try {
        await host.sleep(milliseconds, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        const reason: unknown = signal.reason;
        throw isVsiError(reason) ? reason : new VsiError('INTERRUPTED', 'interrupted');
      }
    },
    voice,
    settings: settingsOf(host),
    prompts: createPrompts(host, voice.hush),
    readSecretFile: createSecretFileReader({ platform: host.platform, warn: voice.notice }),
    environment: () => {
      const details = { done: 0, total: 0 };
      detailsOfServers.push(details);
      const signal = AbortSignal.any([host.signal, deadline.signal]);
      // Every request under way listens to it: more than Node thinks usual.
      setMaxListeners(0, signal);
      return {
        now: host.now,
        sleep: host.sleep,
        random: host.random,
        signal,
        variables: host.variables,
        debug: voice.debug,
        notice: voice.notice,
        missing,
        progress: ({ pages, rows, details: news }) => {
          // What has been loaded until then is not slowed down by it.
          if (read.pages === 0 && pages > 0) host.keepMemorySmall();
          read.pages += pages;
          read.rows += rows;
          Object.assign(details, news);
          voice.progress(readingText(read, detailsOfServers, ascii));
        },
      };
    },
    end: () => {
      deadline.cancel();
      voice.hush();
    },
  };
}

/** --deadline as a signal that fires once. */
interface Deadline {
  readonly signal: AbortSignal;
  readonly cancel: () => void;
}

function startDeadline({ flags }: Invocation): Deadline {
  const text = flags.text(FLAGS.deadline);
  const controller = new AbortController();
  if (text === undefined) return { signal: controller.signal, cancel: () => undefined };
  const length = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (length === null || length === 0 || length > LONGEST_TIMER) {
    throw new VsiError('USAGE', `--deadline “${text}” is no length of time`, {
      hint: 'write 30s, 2m or a number of seconds, up to 24 days',
    });
  }
  const timer = setTimeout(() => {
    controller.abort(new VsiError('TIMEOUT', `the deadline of ${text} is over`));
  }, length);
  return {
    signal: controller.signal,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}
