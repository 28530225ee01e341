// Keeps what each package promises to its users under review: api/<package>.api.txt holds the types of its public
// surface, made from the emitted declarations. Changing one is a visible act.
//
// Usage: node scripts/check-surface.mjs [--update]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeSurface } from './surface.mjs';
import { findPackages } from './workspace.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'api');
const isUpdate = process.argv.includes('--update');

const packages = findPackages(root).filter((one) => one.floor !== undefined);
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const built = spawnSync(process.execPath, [compiler, '-b', ...packages.map((one) => one.folder)], {
  cwd: root,
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(1);

/** The report of one package: each of its entries in turn. */
function report(one) {
  const entries = Object.entries(one.manifest.exports ?? {}).filter(
    ([, target]) => target.types !== undefined,
  );
  const parts = entries.map(
    ([entry, target]) =>
      `=== ${join(one.name, entry)}\n\n${describeSurface(join(root, one.folder, target.types)) || '// nothing'}\n`,
  );
  return parts.join('\n');
}

/** The lines in which two reports differ, as a reader wants them: what went and what came. */
function differences(before, after) {
  const old = new Set(before.split('\n'));
  const now = new Set(after.split('\n'));
  const gone = [...old].filter((line) => !now.has(line)).map((line) => `  - ${line}`);
  const come = [...now].filter((line) => !old.has(line)).map((line) => `  + ${line}`);
  return [...gone, ...come].slice(0, 40);
}

mkdirSync(folder, { recursive: true });
const expected = new Map(packages.map((one) => [`${one.shortName}.api.txt`, report(one)]));
let changed = 0;
for (const [name, text] of expected) {
  const path = join(folder, name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before === text) continue;
  changed += 1;
  console.log(`api/${name} ${isUpdate ? 'rewritten' : 'does not say what the package exports'}`);
  if (isUpdate) writeFileSync(path, text);
  else for (const line of differences(before, text)) console.log(line);
}
for (const name of readdirSync(folder).filter((file) => !expected.has(file))) {
  changed += 1;
  console.log(`api/${name} belongs to no package${isUpdate ? ', removed' : ''}`);
  if (isUpdate) rmSync(join(folder, name));
}
if (!isUpdate && changed > 0) console.log('If this is meant: npm run accept, and add a changeset.');
else console.log(`surface: ${expected.size} packages ${isUpdate ? 'written' : 'as reviewed'}`);
process.exit(isUpdate || changed === 0 ? 0 : 1);
