import type { VsiError } from '../../../../src/model/errors.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../../src/servers/http/http.ts';
import { createVbrClient } from '../../../../src/servers/vbr/api-client.ts';
import { createLogReader } from '../../../../src/servers/vbr/log-lists.ts';
import { createServerOffsets } from '../../../../src/servers/vbr/server-offsets.ts';
import type { ListTools } from '../../../../src/servers/lists/list.ts';
import { requireRevision } from '../../../../src/servers/vbr/versions.ts';
import { SERVER } from './fixtures.ts';

/** What a scripted server answers: a JSON value, or a response in full. */
export type Answer =
  { readonly json: unknown } | { readonly status: number; readonly body?: string };

/** A server that is a function, and what it was asked. */
export interface FakeHttp extends HttpClient {
  readonly asked: HttpRequest[];
  /** The paths asked for with their query decoded, in the order of asking. */
  readonly paths: () => readonly string[];
}

/** An HttpClient whose answers come from `answer`; null is 404. */
export function fakeHttp(
  answer: (url: URL, request: HttpRequest) => Answer | null,
  origin = 'https://vbr.example.com:9419',
): FakeHttp {
  const asked: HttpRequest[] = [];

  async function request(one: HttpRequest): Promise<HttpResponse> {
    asked.push(one);
    // Answers come later than the question, in any case.
    await Promise.resolve();
    if (one.signal?.aborted === true) throw new Error('aborted');
    const found = answer(new URL(one.path, origin), one);
    if (found === null) return notFound();
    if ('json' in found) {
      return { status: 200, statusText: 'OK', headers: {}, body: JSON.stringify(found.json) };
    }
    return { status: found.status, statusText: '', headers: {}, body: found.body ?? '' };
  }

  return {
    origin,
    asked,
    paths: () => asked.map(({ path }) => decodeURIComponent(path)),
    request,
    stream: async () => {
      throw new Error('nothing is streamed from VBR');
    },
    close: () => undefined,
  };
}

function notFound(): HttpResponse {
  const body = '{"errorCode":"NotFound","message":"Resource does not exist"}';
  return { status: 404, statusText: 'Not Found', headers: {}, body };
}

/** One page of a list as VBR answers it: what is left from `skip` on, up to `limit`. */
export function page(url: URL, list: readonly unknown[]): Answer {
  const skip = Number(url.searchParams.get('skip') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 200);
  const data = list.slice(skip, skip + limit);
  return { json: { data, pagination: { total: list.length, count: data.length } } };
}

/** What the list readers need to ask a scripted server, and what they said meanwhile. */
export function toolsFor(http: HttpClient, version: string, keepSource = false) {
  const notices: string[] = [];
  /** Parts that could not be read. */
  const missed: VsiError[] = [];
  const details: string[] = [];
  const rows: number[] = [];
  const revision = requireRevision(version);
  const tools: ListTools = {
    api: createVbrClient({ http, revision, server: SERVER, keepSource }),
    concurrency: 4,
    signal: new AbortController().signal,
    onPage: (count) => void rows.push(count),
    onDetails: ({ done, total }) => void details.push(`${done}/${total}`),
  };
  const notice = (line: string): void => void notices.push(line);
  const missing = (failure: VsiError): void => void missed.push(failure);
  const offsets = createServerOffsets();
  const readLog = createLogReader({ api: tools.api, revision });
  const said = { notice, notices, missing, missed, rows, details };
  return { tools, revision, server: SERVER, ...said, offsets, readLog };
}
