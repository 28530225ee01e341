import { createInterface } from 'node:readline';
import { hocuspocus } from './clients/hocuspocus.ts';
import { sharedb } from './clients/sharedb.ts';
import { statehouse } from './clients/statehouse.ts';
import { type Load, LoadGenerator } from './load.ts';

/**
 * Part of a load, in a process of its own: the name of the implementation and the load stand in the arguments. It says
 * when its clients are connected, begins at the time that it is told, and answers what it saw.
 */
const [impl, description] = process.argv.slice(2);
const contender = [statehouse, sharedb, hocuspocus].find((candidate) => candidate.impl === impl);
if (contender === undefined || description === undefined) throw new Error(`no such implementation: ${impl}`);
const load: Load = JSON.parse(description);
const generator = new LoadGenerator(load);
await generator.connect(contender);
process.stdout.write('"connected"\n');
for await (const line of createInterface({ input: process.stdin })) {
  const part = await generator.run(Number(line));
  process.stdout.write(`${JSON.stringify(part)}\n`, () => process.exit(0));
}
