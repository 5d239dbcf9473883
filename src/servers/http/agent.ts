import { Agent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { openTls, type Route } from './tls.ts';

/**
 * The connections to one server: kept alive, each checked before its first byte. Connecting happens
 * here instead of in Node's agent because a pin must be compared before anything is written, and so
 * that time limit and proxy work the same for every kind of certificate check.
 */
export class RouteAgent extends Agent {
  readonly #route: Route;
  readonly #ending = new AbortController();

  constructor(route: Route) {
    super({ keepAlive: true, scheduling: 'lifo' });
    this.#route = route;
  }

  /** Called by Node when no idle connection is left. */
  override createConnection(
    _options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    openTls(this.#route, this.#ending.signal).then(
      (socket) => {
        callback?.(null, socket);
      },
      (error: unknown) => {
        // Node takes an error alone; its types ask for a stream beside it.
        if (callback !== undefined) Reflect.apply(callback, undefined, [error]);
      },
    );
    return undefined;
  }

  /** Closes all connections, those in the making included. */
  override destroy(): void {
    this.#ending.abort();
    super.destroy();
  }
}
