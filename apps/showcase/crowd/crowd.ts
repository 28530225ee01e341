import { parseArgs } from 'node:util';
import { systemRandom, systemTimers } from '@statehouse/kernel';
import { createSyncClient, type SyncedDocument } from '@statehouse/sync';
import { fillCrowd } from '../samples/crowd.ts';
import { type ShowcaseSchema, schema } from '../schema.ts';
import { SimulatedPerson } from './simulated-person.ts';

/**
 * Fills a board with elements and lets simulated people move them, on a house that runs. Ends with Ctrl-C, or after
 * `--seconds`.
 */
const HELP = `Usage: npm run crowd -- [options]

Fills a board with elements, and lets simulated people move them.

  --url URL          the house (default: http://127.0.0.1:4400/)
  --board NAME       the board, which is made if need be (default: crowd)
  --elements COUNT   how many elements it gets (default: 1000)
  --people COUNT     how many people move things (default: 20)
  --seconds COUNT    how long; 0: until Ctrl-C (default: 0)
  --help             this text
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4400/' },
    board: { type: 'string', default: 'crowd' },
    elements: { type: 'string', default: '1000' },
    people: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await run();

async function run(): Promise<void> {
  const house = new URL(values.url);
  const name = `board/${values.board}`;
  const people = count('people', values.people, 100);
  await expectHouse(house);
  const clients = Array.from({ length: Math.max(1, people) }, (_, index) => connect(house, `crowd-${index}`));
  const documents = await Promise.all(clients.map((client) => client.open(name)));
  const [first] = documents;
  if (first === undefined) return;
  await fill(first, count('elements', values.elements, 100_000));
  const persons = documents
    .slice(0, people)
    .map((document, index) => new SimulatedPerson(document, index, systemTimers, systemRandom));
  process.stdout.write(`ready: ${new URL(`/board/${values.board}`, house).href}\n`);
  const seconds = count('seconds', values.seconds, 86_400);
  await new Promise<void>((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
    if (seconds > 0) setTimeout(done, seconds * 1_000);
  });
  for (const person of persons) person.stop();
  await Promise.all(clients.map((client) => client.close()));
}

/** Clients try again for ever: where no house answers, somebody has to be told to start one. */
async function expectHouse(house: URL): Promise<void> {
  try {
    await tokenFor(house, 'crowd-0');
  } catch {
    process.stderr.write(
      `crowd: No house answers at ${house.href}. Start one with \`npm start\`, or name it with --url.\n`,
    );
    process.exit(1);
  }
}

function connect(house: URL, user: string) {
  const sync = new URL('/sync', house);
  sync.protocol = house.protocol === 'https:' ? 'wss:' : 'ws:';
  return createSyncClient({ url: sync.href, schema, token: () => tokenFor(house, user) });
}

async function tokenFor(house: URL, user: string): Promise<string> {
  const response = await fetch(new URL('/dev/token', house), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: house.origin },
    body: JSON.stringify({ user }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'string')
    return answer.token;
  throw new Error(`There is no house at ${house.href}: start one with \`npm start\`.`);
}

async function fill(document: SyncedDocument<ShowcaseSchema>, elements: number): Promise<void> {
  const isFilled = document.snapshot.table('elements').size >= elements;
  if (!isFilled) document.transact((tx) => fillCrowd(tx, elements, 1), { split: true, undoable: false });
  await document.whenSynced();
}

function count(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
  process.stderr.write(`crowd: --${option} is a number from 0 to ${most}.\n`);
  process.exit(2);
}
