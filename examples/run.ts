import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The small programs, each complete in itself. */
const EXAMPLES: ReadonlySet<string> = new Set(['counter', 'list']);

const [name] = process.argv.slice(2);
if (name === undefined || !EXAMPLES.has(name)) {
  process.stderr.write(`Which example? npm run example -- ${[...EXAMPLES].join('|')}\n`);
  process.exit(2);
}
const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
const child = spawn(process.execPath, ['--conditions=statehouse-source', file], { stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
