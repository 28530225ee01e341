import { Command } from 'commander';
import { remoteServer } from '../remote-server.ts';
import { startTemporaryServer } from '../temporary-server.ts';
import { chinookSchema } from './chinook-schema.ts';
import { CHINOOK_TABLES, type ImportResult, importTables } from './import-tables.ts';
import { readTables } from './read-tables.ts';

interface ImportFlags {
  readonly url?: string;
  readonly token?: string;
  readonly document?: string;
  readonly json?: boolean;
}

/** `statehouse import`: a relational sample into one document. */
export function importCommand(): Command {
  return new Command('import')
    .summary('put the tables of the Chinook sample into a document')
    .description(
      [
        'Reads the eleven related tables of the Chinook sample (one <table>.json each), puts them into one document',
        'of a server, and reads them back as a fresh client. A row that refers to what is not there stops it before',
        'anything is sent.',
      ].join('\n'),
    )
    .argument('<folder>', 'the folder with the tables')
    .option(
      '--url <address>',
      'a server whose schema has these tables, ws://… (without it: one of its own, in a temporary folder)',
    )
    .option(
      '--token <token>',
      'a token for that server (or STATEHOUSE_TOKEN; a development server gives one)',
    )
    .option('--document <name>', 'the name of a new document on that server (default: made up)')
    .option('--json', 'print the result as one JSON object in the last line')
    .addHelpText('after', ['', 'Example:', '  statehouse import ../shared/data/chinook'].join('\n'))
    .action(run);
}

async function run(folder: string, flags: ImportFlags): Promise<void> {
  const rows = await readTables(folder, CHINOOK_TABLES);
  const server =
    flags.url === undefined
      ? await startTemporaryServer(chinookSchema(1))
      : remoteServer({ url: flags.url, token: flags.token ?? process.env.STATEHOUSE_TOKEN });
  try {
    const { document } = flags;
    const result = await importTables({ server, rows, ...(document === undefined ? {} : { document }) });
    process.stdout.write(flags.json === true ? jsonLine(folder, result) : describe(result));
  } finally {
    await server.close();
  }
}

function jsonLine(folder: string, result: ImportResult): string {
  return `${JSON.stringify({ ok: true, folder, ...result })}\n`;
}

function describe({ counts, rows, salesCents, ms, document, serverVersion }: ImportResult): string {
  const width = Math.max(...Object.keys(counts).map((table) => table.length));
  const lines = Object.entries(counts).map(
    ([table, count]) => `${table.padEnd(width)} ${String(count).padStart(6)}`,
  );
  return [
    ...lines,
    `${rows} rows in ${(ms / 1_000).toFixed(1)} s; all references lead somewhere, and a fresh client reads the same.`,
    `All sales together: ${(salesCents / 100).toFixed(2)}. Document ${document}, version ${serverVersion}.`,
    '',
  ].join('\n');
}
