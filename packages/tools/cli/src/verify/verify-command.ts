import { resolve } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_DATA_FOLDER } from '../dev/dev-options.ts';
import { describeFinding, describeTally } from './describe-findings.ts';
import type { Finding } from './verify-folder.ts';

interface VerifyFlags {
  readonly data: string;
  readonly app?: string;
  readonly json?: boolean;
}

/** `statehouse verify`: are the logs in a data folder what they were when they were written? */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('check the logs in a data folder')
    .description(
      [
        paragraph(
          'Checks every document of every tenant in a data folder: the chain of headers and the digests behind it, that',
          'no version is missing and no client’s sequence stands twice; then replays the effects, and compares what',
          'they come to with the stored snapshots, and its references and indexes with its rows.',
        ),
        '',
        paragraph(
          'It reads only. A server may run meanwhile; what is written after the start is not looked at.',
        ),
      ].join('\n'),
    )
    .option('--data <folder>', 'the data folder', DEFAULT_DATA_FOLDER)
    .option('--app <folder>', 'the application, whose schema is needed to replay (without it: logs only)')
    .option('--json', 'print every line as one JSON object')
    .addHelpText(
      'after',
      [
        '',
        'One line for each document. Exit code 1 if anything is damaged, with words on what to do.',
        '',
        'Examples:',
        '  statehouse verify --app apps/showcase',
        '  statehouse verify --data /srv/house --json',
      ].join('\n'),
    )
    .action(run);
}

async function run(flags: VerifyFlags): Promise<void> {
  // Loaded here, so that the other commands need not wait for it.
  const { isDamage, verifyFolder } = await import('./verify-folder.ts');
  const schema = flags.app === undefined ? undefined : await schemaOf(resolve(flags.app));
  const damage: Finding[] = [];
  let documents = 0;
  for (const finding of verifyFolder(resolve(flags.data), schema)) {
    if (finding.kind === 'document') documents += 1;
    if (isDamage(finding)) damage.push(finding);
    say(flags.json === true ? JSON.stringify(finding) : describeFinding(finding));
  }
  const damagedFiles = damage.filter(({ kind }) => kind === 'file').length;
  const tally = { documents, damagedDocuments: damage.length - damagedFiles, damagedFiles };
  say(flags.json === true ? JSON.stringify({ kind: 'tally', ...tally }) : describeTally(tally, damage));
  if (damage.length > 0) process.exitCode = 1;
}

/** Commander breaks its lines where the terminal ends. */
function paragraph(...lines: readonly string[]): string {
  return lines.join(' ');
}

async function schemaOf(appFolder: string) {
  const [{ checkApplication }, { loadApplication }] = await Promise.all([
    import('../dev/page.ts'),
    import('../dev/load-application.ts'),
  ]);
  checkApplication(appFolder);
  return (await loadApplication(appFolder)).schema;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
