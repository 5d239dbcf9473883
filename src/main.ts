import type { Host } from './cli/host.ts';
import { runProgram } from './cli/program.ts';
import { reportError } from './cli/report-error.ts';
import { inspectTerminal } from './cli/terminal/terminal.ts';

/**
 * Runs vsi and returns the exit code; the one place where errors become codes. What only one command
 * needs is loaded by that command.
 */
export async function main(host: Host): Promise<number> {
  if (host.argv[0] === '__complete') {
    const { runComplete } = await import('./cli/commands/complete.ts');
    return runComplete(host);
  }
  try {
    return exitCode(host, await runProgram(host, inspectTerminal(host)));
  } catch (error) {
    if (host.argv[0] === 'check') {
      const { pluginFailure } = await import('./cli/monitoring/plugin-protocol.ts');
      const failure = pluginFailure(error, host.argv);
      host.stderr.write(failure.stderr);
      host.stdout.write(failure.stdout);
      return failure.exitCode;
    }
    const report = reportError(error, host.argv.includes('--debug'));
    // Who pressed Ctrl-C knows why it ended.
    if (!host.signal.aborted) host.stderr.write(report.text);
    return exitCode(host, report.exitCode);
  }
}

/** A signal decides, whatever the command made of it, but for a check (contract section 6). */
function exitCode({ argv, signal }: Host, otherwise: number): number {
  if (!signal.aborted || argv[0] === 'check') return otherwise;
  return signal.reason === 'SIGTERM' ? 143 : 130;
}
