// What a person would write without vsi: pages of sessions over node:https, printed as NDJSON, one page
// after the other on one connection; or, as `tsv`, one page with the names of its jobs, all three lists
// asked for at once as vsi does it. Arguments: origin, CA file, number of pages, `tsv` or `ndjson`.
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';

const [origin, caFile, pages, format] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
const headers = { authorization: 'Bearer bench' };

if (format === 'tsv') await printPage();
else await printPages();
agent.destroy();

async function printPages() {
  for (let index = 0; index < Number(pages); index += 1) {
    const sessions = await results(`JobSessions?limit=1000&offset=${index * 1000}`);
    process.stdout.write(`${sessions.map((session) => JSON.stringify(session)).join('\n')}\n`);
  }
}

async function printPage() {
  const routes = ['Jobs', 'CopyJobs', 'JobSessions'].map((route) => `${route}?limit=1000&offset=0`);
  const [jobs, copyJobs, sessions] = await Promise.all(routes.map(results));
  const names = new Map([...jobs, ...copyJobs].map(({ id, name }) => [id, name]));
  process.stdout.write(`${sessions.map((session) => row(session, names)).join('\n')}\n`);
}

function row({ id, jobId, status, creationTime, endTime, statistics, details }, names) {
  const { transferredDataBytes, processedObjects, bottleneck } = statistics;
  const cells = [id, names.get(jobId), status, creationTime, endTime, transferredDataBytes];
  return [...cells, processedObjects, bottleneck, details].join('\t');
}

async function results(route) {
  return JSON.parse(await textOf(`${origin}/v8/${route}`)).results;
}

function textOf(url) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}
