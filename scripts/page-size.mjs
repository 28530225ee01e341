// Checks what the showcase's first visit costs a browser: every script that index.html loads at once, minified and
// gzipped, against the ceiling in sizes.json; and names what each room adds when it is entered.
//
// Usage: node scripts/page-size.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** @typedef {import('vite').Rolldown.OutputChunk} OutputChunk */

const root = fileURLToPath(new URL('..', import.meta.url));
/** What must not be loaded before somebody opens it. */
const lazy = ['@codemirror'];

/** @returns {Promise<Map<string, OutputChunk>>} */
async function chunksOfPage() {
  const result = await build({
    root: `${root}apps/showcase`,
    logLevel: 'error',
    build: { write: false, reportCompressedSize: false, chunkSizeWarningLimit: Number.POSITIVE_INFINITY },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  return new Map(outputs.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])));
}

/**
 * The chunks that load together with one: its own and what it imports, without what is known already.
 *
 * @param {Map<string, OutputChunk>} chunks
 * @param {string} name
 * @param {Set<string>} known
 * @returns {string[]}
 */
function loadedWith(chunks, name, known) {
  const chunk = chunks.get(name);
  if (chunk === undefined || known.has(name)) return [];
  known.add(name);
  return [name, ...chunk.imports.flatMap((other) => loadedWith(chunks, other, known))];
}

/**
 * @param {Map<string, OutputChunk>} chunks
 * @param {string[]} names
 */
function gzippedSize(chunks, names) {
  return names.reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '', { level: 9 }).length, 0);
}

const { page } = JSON.parse(readFileSync(`${root}sizes.json`, 'utf8'));
const chunks = await chunksOfPage();
const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
if (entry === undefined) throw new Error('The build of the showcase has no entry.');
const known = new Set();
const first = loadedWith(chunks, entry.fileName, known);
const size = gzippedSize(chunks, first);

console.log(`first load   ${String(size).padStart(8)} bytes gzipped of ${page.ceiling}`);
for (const name of entry.dynamicImports) {
  const added = gzippedSize(chunks, loadedWith(chunks, name, new Set(known)));
  console.log(
    `${(chunks.get(name)?.name ?? name).padEnd(12)} ${String(added).padStart(8)} more when it is entered`,
  );
}

const early = first
  .flatMap((name) => chunks.get(name)?.moduleIds ?? [])
  .filter((id) => lazy.some((part) => id.includes(`/node_modules/${part}/`)));
for (const id of early) console.log(`${id} is loaded before anybody asks for it`);
if (size > page.ceiling)
  console.log(`sizes.json: the page is ${size - page.ceiling} over its ceiling (${page.reason})`);
process.exit(size > page.ceiling || early.length > 0 ? 1 : 0);
