import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import { VsiError, codeOf } from '../../model/errors.ts';
import { Fault, address, redacted, type FaultKind } from './faults.ts';

/** Environment variables, whichever case a person wrote them in. */
type Variables = Readonly<Record<string, string | undefined>>;

/** Where a tunnel should end. */
interface Target {
  readonly host: string;
  readonly port: number;
}

/**
 * The proxy for a server, as the environment says: HTTPS_PROXY, else ALL_PROXY, else HTTP_PROXY
 * (lower case first), unless NO_PROXY names the host. Null: none. The loopback interface is never
 * asked for through a proxy, which would look for the server on its own machine.
 *
 * The matching is our own because the library for it reads the process's variables only. NO_PROXY
 * means what curl and Go make of it: `*`, a domain with everything below it (with or without a
 * leading `.` or `*.`), an address, a network (`10.0.0.0/8`), each with an optional port.
 *
 * @throws VsiError CONFIGURATION when the variable is no URL of an HTTP proxy
 */
export function proxyFor(target: Target, variables: Variables): URL | null {
  const value = ['https_proxy', 'all_proxy', 'http_proxy']
    .map((name) => valueOf(variables, name))
    .find((text) => text !== '');
  if (value === undefined || isLoopback(target.host)) return null;
  const exceptions = valueOf(variables, 'no_proxy')
    .toLowerCase()
    .split(/[\s,]+/);
  if (exceptions.some((exception) => exception !== '' && covers(exception, target))) return null;
  return parseProxy(value);
}

/** `proxy.example.com:3128`, without the user and the password that its URL may hold. */
export function proxyName(proxy: URL): string {
  return address({ host: bareHost(proxy), port: portOf(proxy) });
}

/**
 * Opens a tunnel through an HTTP proxy (CONNECT).
 *
 * @throws Fault UNREACHABLE naming the proxy, LOGIN_REFUSED never: its login is not the server's
 */
export function openTunnel(proxy: URL, target: Target, signal: AbortSignal): Promise<Socket> {
  const authority = address(target);
  const request = proxy.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const connecting = request({
      method: 'CONNECT',
      host: bareHost(proxy),
      port: portOf(proxy),
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      agent: false,
      signal,
    });
    connecting.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode >= 200 && statusCode < 300) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refusedBy(proxy, authority, statusCode));
    });
    // A proxy that answers CONNECT like any other request is none.
    connecting.once('response', (response) => {
      response.destroy();
      reject(refusedBy(proxy, authority, response.statusCode ?? 0));
    });
    connecting.on('error', (error) => {
      reject(unreachable(proxy, error));
    });
    connecting.end();
  });
}

function refusedBy(proxy: URL, authority: string, status: number): Fault {
  const kind: FaultKind = [429, 502, 503, 504].includes(status) ? 'passing' : 'final';
  const hint =
    status === 407
      ? 'put user and password into HTTPS_PROXY (http://user:password@proxy:port), or name the server in NO_PROXY'
      : 'check HTTPS_PROXY, or name the server in NO_PROXY to go straight';
  return new Fault(
    kind,
    new VsiError(
      'UNREACHABLE',
      `the proxy answered ${status} instead of opening a tunnel to ${authority}`,
      {
        where: `proxy ${proxyName(proxy)}`,
        hint,
      },
    ),
  );
}

function unreachable(proxy: URL, error: unknown): Fault {
  const code = codeOf(error);
  const reason =
    code === 'ECONNREFUSED'
      ? 'the proxy refuses the connection'
      : code === 'ENOTFOUND'
        ? 'the proxy’s host is unknown'
        : `the proxy cannot be reached: ${code ?? 'no connection'}`;
  return new Fault(
    code === 'ENOTFOUND' ? 'final' : 'passing',
    new VsiError('UNREACHABLE', reason, {
      where: `proxy ${proxyName(proxy)}`,
      hint: 'check HTTPS_PROXY, or name the server in NO_PROXY to go straight',
      cause: redacted(error),
    }),
  );
}

function parseProxy(value: string): URL {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '') return url;
  throw new VsiError('CONFIGURATION', 'HTTPS_PROXY is no URL of an HTTP proxy', {
    hint: 'write it like http://proxy.example.com:3128; SOCKS proxies are not supported',
  });
}

function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const plain = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` };
}

/** A password with a lone `%` is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function valueOf(variables: Variables, name: string): string {
  return (variables[name] ?? '').trim() || (variables[name.toUpperCase()] ?? '').trim();
}

function bareHost(proxy: URL): string {
  return proxy.hostname.replace(/^\[|\]$/g, '');
}

function portOf(proxy: URL): number {
  if (proxy.port !== '') return Number(proxy.port);
  return proxy.protocol === 'https:' ? 443 : 80;
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || host.startsWith('127.')
  );
}

function covers(exception: string, { host, port }: Target): boolean {
  if (exception === '*') return true;
  const [, name = exception, ownPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(exception) ?? [];
  if (ownPort !== undefined && Number(ownPort) !== port) return false;
  const pattern = name.replace(/^\[|\]$/g, '');
  const lower = host.toLowerCase();
  if (isIP(lower) !== 0) return pattern === lower || inNetwork(pattern, lower);
  const domain = pattern.replace(/^\*?\./, '');
  return domain !== '' && (lower === domain || lower.endsWith(`.${domain}`));
}

function inNetwork(pattern: string, host: string): boolean {
  const [network = '', length = ''] = pattern.split('/');
  if (isIP(network) === 0 || !/^\d{1,3}$/.test(length)) return false;
  if (Number(length) > (isIPv6(network) ? 128 : 32)) return false;
  const networks = new BlockList();
  networks.addSubnet(network, Number(length), isIPv6(network) ? 'ipv6' : 'ipv4');
  return networks.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
