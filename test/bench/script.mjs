// What a person would write without vsi: pages of sessions over node:https, one after the other on one
// connection, printed with a few columns. Arguments: origin, CA file, number of pages, `tsv` or `ndjson`.
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';

const [origin, caFile, pages, format] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
const headers = { authorization: 'Bearer bench' };

for (let index = 0; index < Number(pages); index += 1) {
  const url = `${origin}/v8/JobSessions?limit=1000&offset=${index * 1000}`;
  const { results } = JSON.parse(await textOf(url));
  process.stdout.write(`${results.map(format === 'tsv' ? row : JSON.stringify).join('\n')}\n`);
}
agent.destroy();

function row({ id, jobId, status, creationTime, endTime, statistics, details }) {
  const { transferredDataBytes, processedObjects, bottleneck } = statistics;
  const cells = [id, jobId, status, creationTime, endTime, transferredDataBytes];
  return [...cells, processedObjects, bottleneck, details].join('\t');
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
