import { simulate } from './simulation.ts';

const [from = '1', count = '1000'] = process.argv.slice(2);
let failures = 0;
const totals = { steps: 0, entries: 0, refusals: 0, losses: 0 };
for (let seed = Number(from); seed < Number(from) + Number(count); seed += 1) {
  try {
    const { steps, entries, refusals, losses } = await simulate(seed);
    totals.steps += steps;
    totals.entries += entries;
    totals.refusals += refusals;
    totals.losses += losses;
  } catch (error) {
    failures += 1;
    console.log(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.STATEHOUSE_DEBUG !== undefined && error instanceof Error) console.log(error.stack);
    if (failures >= 10) break;
  }
}
console.log(`${JSON.stringify(totals)}, ${failures} failed`);
