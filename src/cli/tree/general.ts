import type { Command } from '../command.ts';
import { FLAGS, VOICE_FLAGS } from '../flags.ts';
import { SHELLS } from '../completion/shells.ts';

/** The commands about vsi itself. */
export const GENERAL_COMMANDS: readonly Command[] = [
  {
    path: ['demo', 'serve'],
    summary: 'Run a simulated server to try vsi on',
    description:
      'Starts a simulated backup server of each product on the loopback interface, with HTTPS, login and some weeks of sessions, and prints how to connect. They run until Ctrl-C.',
    flags: [FLAGS.demoProduct, FLAGS.port, ...VOICE_FLAGS],
    examples: [
      {
        words: 'demo serve --product vb365 --port 4443',
        purpose: 'on the real port of the product',
      },
    ],
    load: () => import('../commands/demo-serve.ts'),
  },
  {
    path: ['completion'],
    summary: 'Print the completion script of a shell',
    description:
      'Prints a script that lets the shell complete commands, flags, their values, fields of records, saved servers, jobs and sessions. For bash: eval "$(vsi completion bash)" in ~/.bashrc. For zsh: eval "$(vsi completion zsh)" in ~/.zshrc, behind compinit. For fish: vsi completion fish > ~/.config/fish/completions/vsi.fish. For PowerShell: vsi completion powershell | Out-String | Invoke-Expression, in $PROFILE. Jobs and sessions are asked for with a login that an earlier command kept, for a second at the most.',
    argument: { name: 'shell', description: SHELLS.join(', '), choices: SHELLS },
    flags: [],
    examples: [{ words: 'completion bash', purpose: 'the script for bash' }],
    load: () => import('../commands/completion.ts'),
  },
];
