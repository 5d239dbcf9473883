import { createVbrSimulator } from '../../../../src/demo/vbr/simulator.ts';
import type { VbrSimulatorOptions } from '../../../../src/demo/vbr/simulator-options.ts';
import type { VsiError } from '../../../../src/model/errors.ts';
import type { BackupServer } from '../../../../src/servers/backup-server.ts';
import type { TokenStore } from '../../../../src/servers/environment.ts';
import type { HttpClient, HttpResponse } from '../../../../src/servers/http/http.ts';
import { openVbrServer } from '../../../../src/servers/vbr/server.ts';
import { keptStore } from '../support.ts';

export const NOW = Date.parse('2026-11-20T12:00:00Z');
export const DAY = 24 * 3_600_000;
export const USERNAME = 'DEMO\\ops';
export const PASSWORD = 'correct horse';

/** A request that a simulated server got, and the status of its answer. */
export interface Exchange {
  readonly method: string;
  /** With its query, decoded. */
  readonly path: string;
  readonly version: string | undefined;
  readonly form: Readonly<Record<string, string>>;
  readonly status: number;
}

export interface SimulatedServer {
  readonly http: HttpClient;
  readonly asked: Exchange[];
}

/** The demo's VBR behind an HttpClient, without a socket in between. */
export function simulated(
  options: Partial<VbrSimulatorOptions> = {},
  origin = 'https://vbr.example.com:9419',
): SimulatedServer {
  const asked: Exchange[] = [];
  const simulator = createVbrSimulator({
    now: () => NOW,
    seed: 'vsi',
    username: USERNAME,
    password: PASSWORD,
    ...options,
  });

  async function request(one: Parameters<HttpClient['request']>[0]): Promise<HttpResponse> {
    await Promise.resolve();
    const url = new URL(one.path, origin);
    const { form = {}, headers = {}, method } = one;
    const response = simulator.handle({
      method,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const { status, body } = response;
    asked.push({
      method,
      path: decodeURIComponent(one.path),
      version: headers['x-api-version'],
      form,
      status,
    });
    const text = body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return { status, statusText: '', headers: {}, body: text };
  }

  return {
    asked,
    http: {
      origin,
      request,
      stream: async () => {
        throw new Error('nothing is streamed from VBR');
      },
      close: () => undefined,
    },
  };
}

export interface Opening {
  readonly apiVersion?: string | null;
  readonly store?: TokenStore;
  readonly keepSource?: boolean;
  readonly password?: string;
  readonly name?: string | null;
  readonly now?: () => number;
}

/** An adapter, and what it said. */
export async function open(http: HttpClient, opening: Opening = {}) {
  const { apiVersion = null, store = keptStore(), keepSource = false, name = 'demo' } = opening;
  const notices: string[] = [];
  const missed: VsiError[] = [];
  const rows: number[] = [];
  const password = opening.password ?? PASSWORD;
  const server: BackupServer = await openVbrServer({
    settings: {
      name,
      origin: http.origin,
      tls: { ca: null, fingerprint: null, insecure: false },
      timeout: 10_000,
      retries: 0,
      concurrency: 4,
      apiVersion,
      keepSource,
    },
    environment: {
      now: opening.now ?? (() => NOW),
      sleep: async () => undefined,
      random: () => 0.5,
      signal: new AbortController().signal,
      variables: {},
      debug: () => undefined,
      notice: (line) => void notices.push(line),
      missing: (failure) => void missed.push(failure),
      progress: (event) => void rows.push(event.rows),
    },
    store,
    credentials: { username: USERNAME, password: async () => password },
    http,
  });
  return { server, notices, missed, rows };
}
