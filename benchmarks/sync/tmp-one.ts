import { runOnce } from './run-once.ts';
const [impl, docs, rate, ms='5000'] = process.argv.slice(2);
const documents = docs === '1' ? ['shared'] : Array.from({ length: 50 }, (_, i) => `own-${i}`);
console.log(impl, docs, rate, JSON.stringify(await runOnce(impl!, { documents, clientCount: 50, rate: Number(rate), drainMs: 5000, warmUpMs: 1500, measureMs: Number(ms) })));
process.exit(0);
