// Checks what each package costs a browser: its own code (neighbours and peers left out), minified and gzipped, against the
// ceilings in sizes.json, and all of the client together.
//
// Usage: node scripts/check-sizes.mjs [name…]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, defaultClientConditions } from 'vite';
import { findPackages, scope } from './workspace.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const virtualEntry = 'statehouse-size-entry';

/** What an application brings along itself. */
const peers = findPackages(root).flatMap((one) => Object.keys(one.manifest.peerDependencies ?? {}));
const isPeer = (id) => peers.some((peer) => id === peer || id.startsWith(`${peer}/`));

/**
 * Bundles everything that the modules export, as a browser would get it.
 *
 * @param {string[]} modules
 * @param {boolean} withNeighbours whether the other packages of the house are counted too
 */
async function bundle(modules, withNeighbours) {
  const source = modules.map((name, at) => `export * as m${at} from '${name}';`).join('\n');
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['statehouse-source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'size-entry',
        enforce: 'pre',
        resolveId: (id) => (id === virtualEntry ? `\0${virtualEntry}` : undefined),
        load: (id) => (id === `\0${virtualEntry}` ? source : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2024',
      modulePreload: false,
      rolldownOptions: {
        input: virtualEntry,
        preserveEntrySignatures: 'strict',
        external: (id) => isPeer(id) || (!withNeighbours && id.startsWith(scope) && !modules.includes(id)),
        output: { format: 'es', minify: true },
      },
    },
  });
  const chunks = [output].flat().flatMap((one) => one.output);
  return Buffer.from(chunks.map((chunk) => chunk.code ?? '').join('\n'));
}

/** What a bundle weighs. */
async function weigh(modules, withNeighbours) {
  const code = await bundle(modules, withNeighbours);
  return { minified: code.length, gzipped: gzipSync(code, { level: 9 }).length };
}

/**
 * `beyond`: modules that are there anyway, so that only what comes on top of them is counted.
 *
 * @param {{ name: string, modules: string[], beyond?: string[], withNeighbours?: boolean, ceiling: number, reason: string }} entry
 */
async function measure(entry) {
  const { modules, beyond = [], withNeighbours = false } = entry;
  const all = await weigh([...beyond, ...modules], withNeighbours);
  if (beyond.length === 0) return { ...entry, ...all };
  const base = await weigh(beyond, withNeighbours);
  return {
    ...entry,
    minified: all.minified - base.minified,
    gzipped: all.gzipped - base.gzipped,
  };
}

const { entries } = JSON.parse(readFileSync(`${root}sizes.json`, 'utf8'));
const wanted = process.argv.slice(2);
const measured = [];
for (const entry of entries) {
  if (wanted.length === 0 || wanted.includes(entry.name)) measured.push(await measure(entry));
}

const inColumns = (name, minified, gzipped, ceiling, room) =>
  [name.padEnd(20), minified.padStart(10), gzipped.padStart(10), ceiling.padStart(10), room.padStart(8)].join(
    ' ',
  );
console.log(inColumns('bytes', 'minified', 'gzipped', 'ceiling', 'room'));
for (const { name, minified, gzipped, ceiling } of measured) {
  const room = `${Math.round((1 - gzipped / ceiling) * 100)}%`;
  console.log(inColumns(name, String(minified), String(gzipped), String(ceiling), room));
}
const over = measured.filter(({ gzipped, ceiling }) => gzipped > ceiling);
for (const { name, gzipped, ceiling, reason } of over) {
  console.log(`sizes.json: ${name} is ${gzipped} bytes, ${gzipped - ceiling} over its ceiling (${reason})`);
}
process.exit(over.length === 0 ? 0 : 1);
