import { VsiError } from '../../model/errors.ts';
import { oneOf } from '../../model/near-words.ts';
import { COMPLETION_SCRIPTS } from '../completion/completion-scripts.ts';
import { EXIT } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Invocation } from '../invocation.ts';
import { SHELLS, type Shell } from '../completion/shells.ts';

/** `completion <shell>` */
export async function run({ argument, host }: Invocation): Promise<number> {
  const shell = SHELLS.find((name) => name === (argument === 'pwsh' ? 'powershell' : argument));
  if (shell === undefined) {
    throw new VsiError('USAGE', `there is no completion for “${argument ?? ''}”`, {
      hint: oneOf(argument ?? '', SHELLS),
    });
  }
  return printScript(host, shell);
}

/** Prints the script of a shell. */
export function printScript({ stdout }: Pick<Host, 'stdout'>, shell: Shell): number {
  stdout.write(COMPLETION_SCRIPTS[shell].text);
  return EXIT.done;
}
