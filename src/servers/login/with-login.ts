import type { HttpClient, HttpRequest, HttpResponse, HttpStream } from '../http/http.ts';
import type { Login } from './login.ts';

/** A stored token, a refreshed one and one by password may be refused before `renew` gives up. */
const RENEWALS_PER_REQUEST = 3;

/**
 * The same client with the token sent along: a 401 (and a 403 right after a refresh, api/vbr.md
 * section 1.1) renews the login and asks again, until `renew` gives up.
 * The token goes nowhere but to the client's server.
 */
export function withLogin(http: HttpClient, login: Login): HttpClient {
  async function send<T extends HttpResponse | HttpStream>(
    request: HttpRequest,
    ask: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    let token = await login.token();
    for (let tries = 1; ; tries += 1) {
      const headers = { ...request.headers, authorization: `Bearer ${token}` };
      const answer = await ask({ ...request, headers });
      const refused = answer.status === 401 || (answer.status === 403 && login.unproven(token));
      if (!refused) {
        login.accepted(token);
        return answer;
      }
      if (tries > RENEWALS_PER_REQUEST) return answer;
      if (typeof answer.body !== 'string') await letGo(answer.body);
      token = await login.renew(token);
    }
  }
  return {
    origin: http.origin,
    request: (request) => send(request, http.request),
    stream: (request) => send(request, http.stream),
    close: http.close,
  };
}

async function letGo(body: AsyncIterable<string>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
