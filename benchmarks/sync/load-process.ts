import { hocuspocus } from './clients/hocuspocus.ts';
import { sharedb } from './clients/sharedb.ts';
import { statehouse } from './clients/statehouse.ts';
import { type Load, runLoad } from './load.ts';

/** Runs one load in a process of its own: the name of the implementation and the load stand in the arguments. */
const [impl, description] = process.argv.slice(2);
const contender = [statehouse, sharedb, hocuspocus].find((candidate) => candidate.impl === impl);
if (contender === undefined || description === undefined) throw new Error(`no such implementation: ${impl}`);
const load: Load = JSON.parse(description);
const result = await runLoad(contender, load);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
