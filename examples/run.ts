import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The small programs, each complete in itself, and where they stand. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['counter', 'counter.ts'],
  ['list', 'list.ts'],
  ['game', 'machines/game.ts'],
  ['device', 'machines/device.ts'],
  ['document-review', 'machines/document-review.ts'],
]);

const [name = ''] = process.argv.slice(2);
const place = EXAMPLES.get(name);
if (place === undefined) {
  process.stderr.write(`Which example? npm run example -- ${[...EXAMPLES.keys()].join('|')}\n`);
  process.exit(2);
}
const file = fileURLToPath(new URL(place, import.meta.url));
const child = spawn(process.execPath, ['--conditions=statehouse-source', file], { stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
