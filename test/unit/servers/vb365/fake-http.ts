import type { HttpClient, HttpRequest, HttpResponse } from '../../../../src/servers/http/http.ts';

/** What a scripted server answers: a JSON value, or a response in full. */
export type Answer =
  | { readonly json: unknown }
  | { readonly status: number; readonly body?: string; readonly headers?: HttpResponse['headers'] };

/** A server that is a function, and what it was asked. */
export interface FakeHttp extends HttpClient {
  /** Paths with their query, in the order of asking. */
  readonly asked: string[];
  /** How many streamed bodies were read to their end, and how many were left early. */
  readonly streams: { ended: number; left: number };
}

/** An HttpClient whose answers come from `answer`; null is 404. */
export function fakeHttp(answer: (url: URL, request: HttpRequest) => Answer | null): FakeHttp {
  const asked: string[] = [];
  const streams = { ended: 0, left: 0 };
  const origin = 'https://backup.example.com:4443';

  async function request(one: HttpRequest): Promise<HttpResponse> {
    asked.push(one.path);
    // Answers come later than the question, in any case.
    await Promise.resolve();
    if (one.signal?.aborted === true) throw new Error('aborted');
    const found = answer(new URL(one.path, origin), one);
    if (found === null) return { status: 404, statusText: 'Not Found', headers: {}, body: '' };
    if ('json' in found) {
      const body = JSON.stringify(found.json);
      return { status: 200, statusText: 'OK', headers: {}, body };
    }
    const { status, body = '', headers = {} } = found;
    return { status, statusText: '', headers, body };
  }

  return {
    origin,
    asked,
    streams,
    request,
    stream: async (one) => {
      const { body, ...head } = await request(one);
      return { ...head, body: pieces(body, streams) };
    },
    close: () => undefined,
  };
}

async function* pieces(text: string, streams: FakeHttp['streams']): AsyncGenerator<string> {
  let isEnded = false;
  try {
    for (let at = 0; at < text.length; at += 64 * 1024) yield text.slice(at, at + 64 * 1024);
    isEnded = true;
  } finally {
    if (isEnded) streams.ended += 1;
    else streams.left += 1;
  }
}
