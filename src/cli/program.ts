import { helpAskedFor, printHelp, showHelp } from './commands/help-topic.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { isShell } from './completion/shells.ts';
import type { Terminal } from './terminal/terminal.ts';

/**
 * Parses the command line, runs the command it names and returns the exit code. Help and completion
 * scripts, which a shell asks for whenever it starts, need no parser: it takes longer to load than they
 * do.
 *
 * @throws VsiError, USAGE for everything the parser does not like
 */
export async function runProgram(host: Host, terminal: Terminal): Promise<number> {
  const [first, ...others] = host.argv;
  if (first === 'help') return showHelp(host, terminal.width, others);
  const help = helpAskedFor(host.argv, terminal.width);
  if (help !== null) return printHelp(host, help);
  if (first === 'completion' && others.length === 1 && isShell(others[0])) {
    const { printScript } = await import('./commands/completion.ts');
    return printScript(host, others[0]);
  }
  const { parse } = await import('./parser.ts');
  const request = parse(host, terminal.width);
  switch (request.kind) {
    case 'incomplete':
      return EXIT.usage;
    case 'text':
      return printHelp(host, request.text);
    case 'command': {
      const { command, ...typed } = request.recognised;
      const module = await command.load();
      return module.run({ ...typed, host, terminal });
    }
  }
}
