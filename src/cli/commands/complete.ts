import type { Command } from '../command.ts';
import {
  complete,
  DIRECTIVE,
  formatCompletion,
  type Candidate,
  type CompletionSources,
} from '../completion/completion.ts';
import type { Host } from '../host.ts';

/**
 * The hidden `__complete -- <words…>` that the completion scripts call with what stands behind `vsi`,
 * the last word being typed. It never fails, asks nothing and says nothing on stderr: a person in the
 * middle of a line would be in the way of both.
 */
export async function runComplete(host: Host): Promise<number> {
  const words = host.argv.slice(host.argv[1] === '--' ? 2 : 1);
  try {
    host.stdout.write(formatCompletion(await complete(words, sourcesOf(host))));
  } catch {
    host.stdout.write(formatCompletion({ candidates: [], directive: DIRECTIVE.error }));
  }
  return 0;
}

/** Everything beyond the program's own words is loaded only when it is asked for. */
function sourcesOf(host: Host): CompletionSources {
  const live = () => import('../completion/completion-sources.ts');
  return {
    fields: fieldsOf,
    servers: async () => (await live()).savedServers(host),
    jobs: async (line) => (await live()).askServers(host, line, 'jobs'),
    sessions: async (line) => (await live()).askServers(host, line, 'sessions'),
  };
}

async function fieldsOf({ record }: Command): Promise<readonly Candidate[]> {
  const { RECORDS } = await import('../../output/records/all.ts');
  const fields = RECORDS.find(({ noun }) => noun === record)?.fields ?? [];
  return fields.map(({ key, description }) => ({ value: key, description }));
}
