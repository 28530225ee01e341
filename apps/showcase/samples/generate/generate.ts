import { parseArgs } from 'node:util';
import { generateBoard } from './board.ts';
import { generateChat } from './chat.ts';
import type { GeneratedRow } from './generated-row.ts';
import { writerToFolder, writerToStream } from './row-writer.ts';
import { generateSocial, socialCounts } from './social.ts';

/** Makes believable data of any size, the same for the same seed, and streams it as JSON lines. */
const HELP = `Usage: npm run generate -- social|chat|board [options]

Makes believable data: the same for the same seed, one JSON object a line. A few people write most, in the evening and at weekends
more than at night.

  social   users, follows, posts with tags, comments
  chat     people, channels, messages in threads, reactions
  board    the elements of a board: frames, and notes and shapes in them

  --size SIZE   small: 100 entities, medium: 10,000, large: 1,000,000 (default: small)
  --seed N      which of all possible worlds (default: 1)
  --out DIR     a file for each table in that folder; without it all goes to standard output, each line with its table
  --help        this text
`;

const SIZES = { small: 100, medium: 10_000, large: 1_000_000 } as const;
const KINDS: Readonly<Record<string, (entities: number, seed: number) => Iterable<GeneratedRow>>> = {
  social: (entities, seed) => generateSocial({ ...socialCounts(entities), seed }),
  chat: generateChat,
  board: generateBoard,
};

await run();

async function run(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [kind = ''] = positionals;
  const generate = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (generate === undefined || positionals.length !== 1) refuse('say what: social, chat or board.');
  if (!isSize(values.size)) refuse('--size is small, medium or large.');
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('--seed is a number from 0 on.');
  // Whoever reads only the beginning, as `head` does, closes the pipe; that is no failure.
  process.stdout.on('error', () => process.exit(0));
  await write(generate(SIZES[values.size], seed), SIZES[values.size], kind, values.out);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        size: { type: 'string', default: 'small' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
}

async function write(
  rows: Iterable<GeneratedRow>,
  total: number,
  kind: string,
  folder: string | undefined,
): Promise<void> {
  const writer = folder === undefined ? writerToStream(process.stdout) : writerToFolder(folder);
  const every = Math.max(1, Math.floor(total / 100));
  let done = 0;
  for (const row of rows) {
    await writer.write(row);
    done += 1;
    if (done % every === 0) showProgress(kind, done, total);
  }
  await writer.close();
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (folder !== undefined) process.stderr.write(`${done} entities in ${folder}\n`);
}

/** On a terminal a line that is written over, elsewhere one at every quarter of the way. */
function showProgress(kind: string, done: number, total: number): void {
  const percent = Math.floor((done * 100) / total);
  if (process.stderr.isTTY) process.stderr.write(`\r${kind}: ${percent} %`);
  else if (total > 1_000 && percent % 25 === 0) process.stderr.write(`${kind}: ${percent} %\n`);
}

function isSize(size: string): size is keyof typeof SIZES {
  return Object.hasOwn(SIZES, size);
}

function refuse(reason: string): never {
  process.stderr.write(`generate: ${reason} See --help.\n`);
  process.exit(2);
}
