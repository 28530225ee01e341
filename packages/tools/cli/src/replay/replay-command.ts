import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { cliError } from '../errors.ts';
import { createProgress } from '../progress.ts';
import { remoteServer } from '../remote-server.ts';
import { startTemporaryServer } from '../temporary-server.ts';
import { parseTrace } from './parse-trace.ts';
import { type ReplayResult, replay } from './replay.ts';
import { replaySchema } from './replay-schema.ts';

interface ReplayFlags {
  readonly url?: string;
  readonly token?: string;
  readonly document?: string;
  readonly json?: boolean;
}

/** `statehouse replay`: a recorded editing session through real clients and a real server. */
export function replayCommand(): Command {
  return new Command('replay')
    .summary('play a recorded editing session through a server')
    .description(
      [
        'Plays a recorded editing session (.json or .json.gz) through real clients, real sockets and the real',
        'server, then reads the document back as a fresh client and compares it with the recorded final text.',
        '',
        'A sequential session is one client; a concurrent one has a client for each author, and each hears of',
        'the others exactly when the recorded author did.',
      ].join('\n'),
    )
    .argument('<file>', 'the recording')
    .option('--url <address>', 'the server, ws://… (without it: one of its own, in a temporary folder)')
    .option(
      '--token <token>',
      'a token for that server (or STATEHOUSE_TOKEN; a development server gives one)',
    )
    .option('--document <name>', 'the name of a new document on that server (default: made up)')
    .option('--json', 'print the result as one JSON object in the last line')
    .addHelpText(
      'after',
      [
        '',
        'The result is good when every client and the fresh one hold the same text with the recorded characters',
        '(for a sequential session: the recorded text). Exit code 0 if so, else 1.',
        '',
        'Examples:',
        '  statehouse replay examples/traces/essay.json',
        '  statehouse replay examples/traces/minutes.json --url ws://127.0.0.1:4400 --json',
      ].join('\n'),
    )
    .action(run);
}

async function run(file: string, flags: ReplayFlags): Promise<void> {
  const trace = parseTrace(await readTrace(file));
  const server =
    flags.url === undefined
      ? await startTemporaryServer(replaySchema(1))
      : remoteServer({ url: flags.url, token: flags.token ?? process.env.STATEHOUSE_TOKEN });
  const progress = createProgress(process.stderr, 'Replaying', trace.transactions.length);
  try {
    const { document } = flags;
    const named = document === undefined ? {} : { document };
    const result = await replay({ trace, server, progress: progress.update, ...named });
    progress.finish();
    process.stdout.write(flags.json === true ? jsonLine(file, result) : describe(file, result));
    if (!result.ok) process.exitCode = 1;
  } catch (error) {
    progress.finish();
    throw error;
  } finally {
    await server.close();
  }
}

async function readTrace(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw cliError('trace-unreadable', { file, reason }, { cause });
  }
}

function jsonLine(file: string, { ok, ...rest }: ReplayResult): string {
  return `${JSON.stringify({ ok, file, ...rest })}\n`;
}

function describe(file: string, result: ReplayResult): string {
  const seconds = (result.ms / 1_000).toFixed(1);
  const who = result.clients === 1 ? 'The client' : `All ${result.clients} clients`;
  const verdict = result.ok
    ? `${who} and a fresh one hold the same text.`
    : 'The replicas do not hold what was recorded.';
  const order = result.sameAsRecorded
    ? 'It is the recorded text.'
    : !result.ok
      ? ''
      : 'Its characters stand in another order than in the recording.';
  return [
    `${file}: ${result.transactions} transactions, ${result.patches} patches in ${seconds} s (${result.patchesPerSecond} a second).`,
    `${verdict} ${order}`,
    `${result.finalLength} characters, ${result.expectedLength} recorded; the server is at version ${result.serverVersion}.`,
    '',
  ].join('\n');
}
