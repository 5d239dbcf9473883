import type { VsiError } from '../../../../src/model/errors.ts';
import { createVb365Client } from '../../../../src/servers/vb365/api-client.ts';
import type { ListTools } from '../../../../src/servers/lists/list.ts';
import { requireVersion } from '../../../../src/servers/vb365/versions.ts';
import type { FakeHttp } from './fake-http.ts';

/** What the list readers need to ask a scripted server, and what they said meanwhile. */
export function toolsFor(http: FakeHttp, version: string, keepSource = false) {
  const notices: string[] = [];
  /** Parts that could not be read. */
  const missed: VsiError[] = [];
  const rows: number[] = [];
  const tools: ListTools = {
    api: createVb365Client({ http, server: 'backup', keepSource }),
    concurrency: 4,
    signal: new AbortController().signal,
    onPage: (count) => void rows.push(count),
    onDetails: () => undefined,
  };
  const notice = (line: string): void => void notices.push(line);
  const missing = (failure: VsiError): void => void missed.push(failure);
  const said = { notice, notices, missing, missed, rows };
  return { tools, version: requireVersion(version), server: 'backup', ...said };
}
