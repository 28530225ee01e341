import { startChild } from './processes.ts';

const [impl = 'statehouse', docs = '1', rate = '2000', ms = '5000'] = process.argv.slice(2);
const documents = docs === '1' ? ['shared'] : Array.from({ length: 50 }, (_, i) => `own-${i}`);
const server = startChild(`./servers/${impl}.ts`, documents);
const { url } = (await server.line()) as any;
const gen = startChild('./load-process.ts', [
  impl,
  JSON.stringify({
    documents,
    clientCount: 50,
    rate: Number(rate),
    drainMs: 5000,
    warmUpMs: 1500,
    measureMs: Number(ms),
    url,
  }),
]);
console.log(impl, docs, rate, JSON.stringify(await gen.line()));
await new Promise((r) => setTimeout(r, 1500));
await gen.stop();
await server.stop();
process.exit(0);
