import { isStatehouseError } from '@statehouse/kernel';
import { Command, CommanderError } from 'commander';
import { devCommand } from './dev/dev-command.ts';
import { importCommand } from './import/import-command.ts';
import { replayCommand } from './replay/replay-command.ts';
import { verifyCommand } from './verify/verify-command.ts';

/** How a command ends: 0 it did what it says, 1 it could not, 2 it was called in a way that it does not understand. */
const ExitCode = { Done: 0, Failed: 1, Usage: 2 } as const;
type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const USAGE_CODES: ReadonlySet<string> = new Set(['cli/usage']);

/** Runs one command line (as in `process.argv`) and answers with its exit code; says what went wrong in one line. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  try {
    await program().parseAsync(argv);
    return exitCodeSoFar();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Done : ExitCode.Usage;
    process.stderr.write(`${describe(error)}\n`);
    return isStatehouseError(error) && USAGE_CODES.has(error.code) ? ExitCode.Usage : ExitCode.Failed;
  }
}

function program(): Command {
  const root = new Command('statehouse')
    .description(
      'Statehouse keeps the state of an application: documents that many people edit at once, online or off.',
    )
    .addHelpText(
      'after',
      [
        '',
        'Begin with `statehouse dev --app <folder>`, and open the address that it prints in two windows.',
        'Each command explains itself: `statehouse dev --help`.',
        '',
        'Exit codes: 0 done, 1 failed, 2 not understood. STATEHOUSE_DEBUG=1 shows where an error came from.',
      ].join('\n'),
    )
    .configureOutput({ outputError: (text, write) => write(`${errorLine(text)}\n`) });
  for (const command of [devCommand(), replayCommand(), importCommand(), verifyCommand()]) {
    root.addCommand(command.copyInheritedSettings(root));
  }
  throwInsteadOfExiting(root);
  return root;
}

/** Commander ends the process by itself unless it is told, command by command, to throw. */
function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExiting(child);
}

/** Commander's own words, as the one line that every error is. */
function errorLine(text: string): string {
  const words = text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
    .join(' ');
  return `statehouse: ${words}. Add --help to see what it takes.`;
}

function exitCodeSoFar(): ExitCode {
  return process.exitCode === undefined || process.exitCode === 0 ? ExitCode.Done : ExitCode.Failed;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `statehouse: ${String(error)}`;
  if (process.env.STATEHOUSE_DEBUG) return error.stack ?? error.message;
  return `statehouse: ${error.message.split('\n', 1)[0]}`;
}
