import type { SeenRequest } from './https-server.ts';

/** The only routes that vsi may POST to: the sign-in and its end, of both products. */
const POSTS = /^\/(?:v\d+\/token(?:\/logout)?|api\/oauth2\/(?:token|logout))$/i;

/**
 * What a server saw that vsi must never send (contract.md: read-only by construction): another
 * method than GET, a POST to another route, a body with a GET, or a token that this server has not
 * issued.
 *
 * @param tokens all that the server ever issued; null: it issues none, or that is not known
 */
export function readOnlyBreaches(
  requests: readonly Pick<SeenRequest, 'method' | 'url' | 'headers' | 'body'>[],
  tokens: ReadonlySet<string> | null,
): readonly string[] {
  return requests.flatMap(({ method, url, headers, body }) => {
    const path = new URL(url, 'https://server').pathname;
    const line = `${method} ${path}`;
    const [, token] = /^Bearer (.*)$/i.exec(headers.authorization ?? '') ?? [];
    return [
      ...(method === 'GET' || (method === 'POST' && POSTS.test(path)) ? [] : [line]),
      ...(method === 'GET' && body !== '' ? [`${line} with a body`] : []),
      ...(token !== undefined && tokens !== null && !tokens.has(token)
        ? [`${line} with a token of another server`]
        : []),
      ...(token === undefined && headers.authorization !== undefined
        ? [`${line} with a login that is no token`]
        : []),
    ];
  });
}
