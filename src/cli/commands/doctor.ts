import type { DoctorLine } from '../../model/doctor.ts';
import { isVsiError } from '../../model/errors.ts';
import { DOCTOR_RECORD } from '../../output/records/doctor.ts';
import type { RecordSpec } from '../../output/records/field.ts';
import type { Inspection } from '../../servers/inspect/inspect.ts';
import { failed } from '../../servers/inspect/inspect-finding.ts';
import { withServers, type MeantServers } from '../connection/connect.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { checkOutput, printKeys, stdoutSink, writerFor } from '../printing/output-options.ts';

/** `doctor`: a line for each check of each server; the exit code is that of the first failure. */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, DOCTOR_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, DOCTOR_RECORD);
  return withServers(invocation, async (meant) => {
    const { voice, servers } = meant;
    voice.progress(servers.length > 1 ? `Checking ${servers.length} servers` : 'Checking');
    const inspections = await Promise.all(servers.map((server) => inspect(server, meant)));
    const lines = inspections.flatMap(linesOf);
    const sink = stdoutSink(invocation, voice);
    const writer = await writerFor(invocation, {
      spec: specFor(lines),
      options,
      sink,
      showServer: servers.length > 1,
    });
    await writer.write(lines);
    await writer.end();
    const [first] = inspections.flatMap(({ findings }) =>
      findings.flatMap(({ failure }) => (failure === null ? [] : [failure])),
    );
    return first === undefined ? EXIT.done : exitCodeOf(first.code);
  });
}

/** Settings of one server that cannot be used are a finding about that server. */
async function inspect(
  { name, access }: MeantServers['servers'][number],
  { environment }: MeantServers,
): Promise<Inspection> {
  const { inspectServer } = await import('../../servers/inspect/inspect.ts');
  try {
    return await inspectServer(access(), environment());
  } catch (error) {
    if (!isVsiError(error) || error.code !== 'CONFIGURATION') throw error;
    return { server: name, findings: [failed('name', error)] };
  }
}

/** Where there is nothing to do, a table has no column for it. */
function specFor(lines: readonly DoctorLine[]): RecordSpec<DoctorLine> {
  if (lines.some(({ hint }) => hint !== null)) return DOCTOR_RECORD;
  return { ...DOCTOR_RECORD, columns: DOCTOR_RECORD.columns.filter(({ key }) => key !== 'hint') };
}

function linesOf({ server, findings }: Inspection): readonly DoctorLine[] {
  return findings.map(({ check, result, detail, hint }) => ({
    server,
    check,
    result,
    detail,
    hint,
  }));
}
