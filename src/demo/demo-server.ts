import { randomBytes } from 'node:crypto';
import { createCertificate, type CertificateOptions } from './certificate.ts';
import { serveHttps, type Exchange } from './https-server.ts';
import type { Simulator } from './simulator.ts';
import type { VbrSimulatorOptions } from './vbr/simulator-options.ts';

/** What is simulated behind it; VB365 has no use for what only VBR knows. */
type DemoWorldOptions = Partial<Omit<VbrSimulatorOptions, 'now'>>;

/** What a demo server should be like; only product and clock are needed. */
export interface DemoServerOptions extends DemoWorldOptions {
  readonly product: Simulator['product'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0, any free one, unless given. */
  readonly port?: number;
  /** Milliseconds by which every answer is delayed. */
  readonly latency?: number;
  /** Gets every exchange just before its answer leaves. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** A certificate other than a valid one for the loopback interface. */
  readonly certificate?: CertificateOptions;
}

/** A simulated backup server that runs, and all that is needed to log in to it. */
export interface DemoServer {
  readonly product: Simulator['product'];
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** SHA-256 of its certificate: `AA:BB:…` */
  readonly fingerprint: string;
  /** The certificate as PEM text, good as a CA file. */
  readonly certificate: string;
  /** Ends it at once, open connections included. */
  readonly close: () => Promise<void>;
}

/** A backup server of one product over HTTPS on the loopback interface. The world it shows depends on
 * seed and clock alone; certificate and password are made afresh, unless given.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`) when the port cannot be had
 */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const {
    product,
    now,
    port = 0,
    latency = 0,
    onExchange,
    certificate: certificateOptions,
    username = 'demo\\admin',
    password = randomBytes(12).toString('base64url'),
    seed = 'vsi',
    ...rest
  } = options;
  const [certificate, simulator] = await Promise.all([
    createCertificate(now(), certificateOptions),
    loadSimulator(product, { ...rest, now, username, password, seed }),
  ]);
  const server = await serveHttps({
    simulator,
    certificate,
    port,
    latency,
    ...(onExchange === undefined ? {} : { onExchange }),
  });
  return {
    product,
    url: server.url,
    username,
    password,
    fingerprint: certificate.fingerprint,
    certificate: certificate.certificate,
    close: server.close,
  };
}

async function loadSimulator(
  product: Simulator['product'],
  options: VbrSimulatorOptions,
): Promise<Simulator> {
  if (product === 'vb365') {
    const { createVb365Simulator } = await import('./vb365/simulator.ts');
    return createVb365Simulator(options);
  }
  const { createVbrSimulator } = await import('./vbr/simulator.ts');
  return createVbrSimulator(options);
}
