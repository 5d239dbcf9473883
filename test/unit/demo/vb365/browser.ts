import type { SimulatedResponse, SimulatorOptions } from '../../../../src/demo/simulator.ts';
import { createVb365Simulator } from '../../../../src/demo/vb365/simulator.ts';

/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** 2026-11-22 is a Sunday; the seconds are not round. */
export const NOW = Date.UTC(2026, 10, 22, 6, 3, 27, 123);

/** Asks a simulated server the way a client would, under a clock that stands still. */
export class Browser {
  now = NOW;
  headers: Record<string, string | undefined> = { host: 'backup.example:4443' };
  readonly #simulator;

  constructor(options: Partial<SimulatorOptions> = {}) {
    this.#simulator = createVb365Simulator({
      now: () => this.now,
      username: 'demo\\admin',
      password: 'secret',
      seed: 'test',
      throttle: false,
      ...options,
    });
  }

  ask(method: string, url: string, form?: Readonly<Record<string, string>>): SimulatedResponse {
    const { pathname, searchParams } = new URL(url, 'https://server');
    return this.#simulator.handle({
      method,
      path: pathname,
      query: searchParams,
      headers: {
        ...this.headers,
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: form === undefined ? '' : new URLSearchParams(form).toString(),
    });
  }

  /** Asks the token route; a token in the answer is used from then on. */
  login(version = 8, form: Readonly<Record<string, string>> = PASSWORD): SimulatedResponse {
    const response = this.ask('POST', `/v${version}/Token`, form);
    const token = asObject(response.body)['access_token'];
    if (typeof token === 'string') this.headers['authorization'] = `Bearer ${token}`;
    return response;
  }

  get(url: string): SimulatedResponse {
    return this.ask('GET', url);
  }

  /** The body of an answer with status 200. */
  body(url: string): JsonObject {
    return asObject(this.#expectOk(url));
  }

  /** The items of a list, array or page. */
  list(url: string): readonly JsonObject[] {
    const body = this.#expectOk(url);
    const items = Array.isArray(body) ? body : asObject(body)['results'];
    if (!Array.isArray(items)) throw new TypeError(`${url} is no list.`);
    return items.map(asObject);
  }

  #expectOk(url: string): unknown {
    const { status, body } = this.get(url);
    if (status !== 200) throw new Error(`${url} answered ${status}.`);
    return body;
  }
}

/** The form of a login as clients of v7 and later send it. */
export const PASSWORD = {
  grant_type: 'password',
  username: 'demo\\admin',
  password: 'secret',
  disable_antiforgery_token: 'true',
};

/** A browser that is logged in. */
export function loggedIn(options: Partial<SimulatorOptions> = {}): Browser {
  const browser = new Browser(options);
  browser.login();
  return browser;
}

/** Narrows what was parsed to an object; an empty one where it is none. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The href of one of an object's links; an empty text where it has none. */
export function linkOf(item: JsonObject, relation: string): string {
  const { href } = asObject(asObject(item['_links'])[relation]);
  return typeof href === 'string' ? href : '';
}

/** A member as text. */
export function text(item: JsonObject, name: string): string {
  return String(item[name]);
}
