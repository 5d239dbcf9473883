/** Asking in a revision that may turn out to be out of date. */
import { serverName, type ServerConnection } from '../http/connection.ts';
import { remember } from '../partial-failure.ts';
import { inspect, type Inspection } from './inspection.ts';
import { negotiateRevision } from './negotiation.ts';
import { DEFAULT_PORT } from './ports.ts';
import { isVersionRefused } from './refusal.ts';
import type { VbrRevision } from './versions.ts';

/** The revision to begin with. */
export interface ChosenRevision {
  readonly revision: VbrRevision;
  /** Whether it was only remembered: then the server may think differently by now. */
  readonly isKept: boolean;
}

/**
 * Asks in the current revision. A kept one that the server refuses (it was upgraded meanwhile) is
 * negotiated anew, once; what was asked first is then asked again.
 */
export class CurrentRevision {
  readonly #connection: ServerConnection;
  readonly #name: string;
  readonly #isKept: boolean;
  /** Once for all that was refused at the same time. */
  readonly #upgrade = remember(() => this.#negotiateAnew());
  #inspection: Inspection;

  constructor(connection: ServerConnection, { revision, isKept }: ChosenRevision) {
    this.#connection = connection;
    this.#name = serverName(connection.settings, DEFAULT_PORT);
    this.#isKept = isKept;
    this.#inspection = inspect(connection, this.#name, revision);
  }

  /** What is asked in it now. */
  get inspection(): Inspection {
    return this.#inspection;
  }

  /** One answer. @throws what asking throws, and what `negotiateRevision` throws */
  async once<T>(ask: (from: Inspection) => Promise<T>): Promise<T> {
    const asked = this.#inspection;
    try {
      return await ask(asked);
    } catch (error) {
      await this.#adapt(error, asked);
    }
    return ask(this.#inspection);
  }

  /** A list; one that has begun is not begun again. Throws as `once`. */
  async *pages<T>(ask: (from: Inspection) => AsyncIterable<T>): AsyncGenerator<T> {
    const asked = this.#inspection;
    let hasBegun = false;
    try {
      for await (const page of ask(asked)) {
        hasBegun = true;
        yield page;
      }
      return;
    } catch (error) {
      if (hasBegun) throw error;
      await this.#adapt(error, asked);
    }
    yield* ask(this.#inspection);
  }

  /** @throws the error itself, unless it says that a kept revision is out of date, and another was found */
  async #adapt(error: unknown, asked: Inspection): Promise<void> {
    if (!this.#isKept || !isVersionRefused(error)) throw error;
    await this.#upgrade.get();
    if (this.#inspection === asked) throw error;
  }

  async #negotiateAnew(): Promise<void> {
    const { environment, http, store } = this.#connection;
    const newer = await negotiateRevision(http, this.#name);
    environment.debug(`${this.#name}: API ${newer.name} from now on`);
    const kept = await store.read();
    if (kept !== null) await store.write({ ...kept, apiVersion: newer.name });
    this.#inspection = inspect(this.#connection, this.#name, newer);
  }
}
