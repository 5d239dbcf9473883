import { VsiError } from '../../model/errors.ts';
import { COMPLETION_SCRIPTS } from '../completion-scripts.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { SHELLS } from '../shells.ts';

/** `completion <shell>` */
export async function run({ argument, host }: Invocation): Promise<number> {
  const shell = SHELLS.find((name) => name === (argument === 'pwsh' ? 'powershell' : argument));
  if (shell === undefined) {
    throw new VsiError('USAGE', `there is no completion for “${argument ?? ''}”`, {
      hint: `one of ${SHELLS.join(', ')}`,
    });
  }
  host.stdout.write(COMPLETION_SCRIPTS[shell].text);
  return EXIT.done;
}
