// The server of the benchmarks: VB365 v8 over HTTPS, in a process of its own so that its work is not the
// client's. All answers lie ready in memory. It is told its listeners as JSON in its only argument,
// `[{name, sessions, latency, count}]`, and prints one line of JSON: the certificate, and the ports by name.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import selfsigned from 'selfsigned';

const JOBS = 40;
const MINUTE = 60_000;
/** The newest session; the clock of the machine plays no part. */
const NEWEST = Date.UTC(2026, 10, 1, 6);

const listeners = JSON.parse(process.argv[2]);
const most = Math.max(...listeners.map(({ sessions }) => sessions));
const { text, ends } = allSessions(most);
const jobs = page(Array.from({ length: JOBS }, (_, index) => JSON.stringify(job(index))).join(','));
const nothing = page('');

const pems = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
  ],
});
const ports = {};
for (const { name, count = 1, ...behaviour } of listeners) {
  ports[name] = await Promise.all(Array.from({ length: count }, () => listen(behaviour)));
}
console.log(JSON.stringify({ certificate: pems.cert, ports }));
// Ends with the benchmark, however that ends.
process.stdin.on('end', () => process.exit()).resume();

function listen({ sessions, latency = 0 }) {
  const server = createServer({ cert: pems.cert, key: pems.private }, async (request, response) => {
    request.resume();
    if (latency > 0) await delay(latency);
    const { status = 200, parts } = answer(new URL(request.url, 'https://server'), sessions);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': length });
    for (const part of parts) response.write(part);
    response.end();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

function answer({ pathname, searchParams }, sessions) {
  switch (pathname.toLowerCase()) {
    case '/v8/token':
      return { parts: [Buffer.from(JSON.stringify(token()))] };
    case '/v8/serviceinstance':
      return { status: 401, parts: [] };
    case '/v8/jobs':
      return { parts: jobs };
    case '/v8/copyjobs':
      return { parts: nothing };
    case '/v8/jobsessions':
      return { parts: sessionsPage(searchParams, sessions) };
    default:
      return { status: 404, parts: [] };
  }
}

function token() {
  return { access_token: 'bench', refresh_token: 'again', token_type: 'bearer', expires_in: 3600 };
}

function sessionsPage(parameters, sessions) {
  const offset = Math.min(Number(parameters.get('offset') ?? 0), sessions);
  const limit = Number(parameters.get('limit') ?? 30);
  const end = Math.min(offset + limit, sessions);
  if (end <= offset) return page('', { offset, limit });
  const begin = offset === 0 ? 0 : ends[offset - 1] + 1;
  return page(text.subarray(begin, ends[end - 1]), { offset, limit });
}

function page(items, { offset = 0, limit = 1000 } = {}) {
  return [
    Buffer.from(`{"offset":${offset},"limit":${limit},"results":[`),
    Buffer.from(items),
    Buffer.from('],"_links":{}}'),
  ];
}

/** All sessions as JSON text with commas between them, and where each of them ends. */
function allSessions(count) {
  const buffer = Buffer.allocUnsafe(count * 1200);
  const ends = new Array(count);
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (index > 0) at += buffer.write(',', at);
    at += buffer.write(JSON.stringify(session(index)), at);
    ends[index] = at;
  }
  return { text: buffer.subarray(0, at), ends };
}

function session(index) {
  const id = uuid('5e55', index);
  const jobId = uuid('10b5', index % JOBS);
  const created = NEWEST - index * MINUTE;
  const failed = index % 17 === 0;
  return {
    id,
    jobId,
    repositoryId: uuid('4e90', index % 5),
    mainSessionId: '00000000-0000-0000-0000-000000000000',
    details: failed
      ? `Failed to process mailbox ${index}: the request timed out.`
      : 'Job finished.',
    creationTime: `${new Date(created).toISOString().slice(0, -1)}1234Z`,
    endTime: new Date(created + (90 + (index % 600)) * 1000).toISOString(),
    retryCount: 0,
    jobWillBeRetried: false,
    progress: 100 + (index % 900),
    jobType: 'Backup',
    jobSessionConfigType: index % 30 === 0 ? 'Full' : 'Incremental',
    status: failed ? 'Failed' : 'Success',
    statistics: {
      processingRateBytesPS: 1_000_000 + index,
      processingRateItemsPS: 20 + (index % 7),
      readRateBytesPS: 5_000_000 + index,
      writeRateBytesPS: 2_000_000 + index,
      transferredDataBytes: 98_000_000 + 1000 * index,
      processedObjects: 100 + (index % 900),
      bottleneck: 'Source',
    },
    eTag: 1000 + index,
    proxyId: uuid('9404', index % 3),
    proxyPoolId: null,
    _links: {
      self: { href: `v8/jobsessions/${id}` },
      log: { href: `v8/jobsessions/${id}/logitems` },
      job: { href: `v8/jobs/${jobId}` },
    },
  };
}

function job(index) {
  return {
    id: uuid('10b5', index),
    name: `Job ${index}`,
    description: '',
    backupType: 'EntireOrganization',
    isEnabled: true,
    lastRun: new Date(NEWEST).toISOString(),
    nextRun: new Date(NEWEST + 60 * MINUTE).toISOString(),
    lastStatus: 'Success',
    repositoryId: uuid('4e90', 0),
    _links: {},
  };
}

function uuid(group, number) {
  return `00000000-${group}-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
