import type { ServerResponse } from 'node:http';
import { createCertificate, type TestCertificate } from './certificates.ts';
import { sendJson, startHttpsServer, type SeenRequest, type TestServer } from './https-server.ts';

/** What a test wants of a VB365 server that does only what it is told. */
export interface Vb365Script {
  /** The one version it serves; `v8` unless given. */
  readonly version?: string;
  /** Answers of the data routes, by path below the version's root in lower case. */
  readonly routes?: Readonly<Record<string, ScriptedAnswer>>;
  /** Whether an access token that was issued is still good; it is unless given. */
  readonly accepts?: (token: string) => boolean;
  /** Whether refresh tokens are taken; they are not unless given. */
  readonly refreshes?: boolean;
  /** A self-signed one unless given. */
  readonly certificate?: TestCertificate;
}

/** JSON to send, or what to do with the response. */
export type ScriptedAnswer =
  object | ((response: ServerResponse, request: SeenRequest) => void) | string;

/** A running one, and how to log in to it. */
export interface ScriptedVb365 extends TestServer {
  readonly fingerprint: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The forms that came to the token route, in their order. */
  readonly tokenForms: () => readonly URLSearchParams[];
  /** GETs that came with a token, as `/v8/Jobs?limit=5`. */
  readonly asked: () => readonly string[];
}

const USERNAME = 'EXAMPLE\\reader';
const PASSWORD = 'open sesame';

/** Starts one; it issues the tokens `access-1`, `access-2` … */
export async function startScriptedVb365(script: Vb365Script = {}): Promise<ScriptedVb365> {
  const { version = 'v8', routes = {}, accepts = () => true, refreshes = false } = script;
  const certificate = script.certificate ?? (await createCertificate());
  const refreshTokens = new Set<string>();
  let issued = 0;

  const server = await startHttpsServer(certificate, (request, response) => {
    const path = new URL(request.url, 'https://server').pathname.toLowerCase();
    const below = path.startsWith(`/${version}/`) ? path.slice(version.length + 2) : null;
    if (below === null) {
      sendJson(response, { message: 'No such version.' }, 404);
    } else if (below === 'token') {
      answerToken(new URLSearchParams(request.body), response);
    } else if (!isAuthorized(request)) {
      response.writeHead(401).end();
    } else {
      const answer = routes[below];
      if (typeof answer === 'function') answer(response, request);
      else if (typeof answer === 'string') sendText(response, answer);
      else if (answer !== undefined) sendJson(response, answer);
      else if (below === 'token/logout') response.writeHead(204).end();
      else sendJson(response, { message: `No resource ${path}.` }, 404);
    }
  });

  function answerToken(form: URLSearchParams, response: ServerResponse): void {
    const isKnown =
      form.get('grant_type') === 'refresh_token'
        ? refreshes && refreshTokens.delete(form.get('refresh_token') ?? '')
        : form.get('username') === USERNAME && form.get('password') === PASSWORD;
    if (!isKnown) {
      sendJson(response, { message: 'The user name or password is incorrect.' }, 400);
      return;
    }
    issued += 1;
    refreshTokens.add(`refresh-${issued}`);
    sendJson(response, {
      access_token: `access-${issued}`,
      refresh_token: `refresh-${issued}`,
      token_type: 'bearer',
      expires_in: 3600,
    });
  }

  function isAuthorized({ headers }: SeenRequest): boolean {
    const [, token = ''] = /^Bearer (access-\d+)$/.exec(headers.authorization ?? '') ?? [];
    return token !== '' && Number(token.replace('access-', '')) <= issued && accepts(token);
  }

  return {
    ...server,
    fingerprint: certificate.fingerprint,
    variables: {
      VSI_SERVER: server.origin,
      VSI_PRODUCT: 'vb365',
      VSI_USERNAME: USERNAME,
      VSI_PASSWORD: PASSWORD,
      VSI_FINGERPRINT: certificate.fingerprint,
    },
    tokenForms: () =>
      server.requests
        .filter(({ url }) => url.toLowerCase().endsWith('/token'))
        .map(({ body }) => new URLSearchParams(body)),
    asked: () =>
      server.requests
        .filter(({ headers }) => headers.authorization !== undefined)
        .map(({ url }) => url),
  };
}

/** Sends a text as if it were JSON: for answers that are cut. */
export function sendText(response: ServerResponse, text: string, type = 'application/json'): void {
  response.writeHead(200, { 'content-type': type }).end(text);
}
