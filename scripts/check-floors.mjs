// Checks the house against floors.json: who may import whom, and no cycles, `import type` included.
//
// Usage: node scripts/check-floors.mjs [root]
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCycles } from './cycles.mjs';
import { sourceImports } from './source-imports.mjs';
import { findPackages, isTestFile, scope, sourceFiles } from './workspace.mjs';

/**
 * Every violation below a root, each with its place (`file:line`) and what is allowed there.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function checkFloors(root) {
  const plan = JSON.parse(readFileSync(join(root, 'floors.json'), 'utf8'));
  const packages = findPackages(root);
  const { devDependencies = {}, workspaces = [] } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const house = { root, plan, packages, workspaces, rootDevelopment: devDependencies };
  return [
    ...checkPlan(house),
    ...packages.flatMap((one) => [...checkManifest(house, one), ...checkImports(house, one)]),
  ];
}

/** floors.json itself: every package has its entry and its floor, entries point downwards, and never in a circle. */
function checkPlan({ plan, packages }) {
  const violations = [];
  const say = (text) => violations.push(`floors.json:1 ${text}`);
  const height = (name) => plan.floors.indexOf(plan.packages[name]?.floor);
  for (const { shortName, floor, folder } of packages.filter((one) => one.floor !== undefined)) {
    const entry = plan.packages[shortName];
    if (entry === undefined) say(`has no entry for ${folder}; every package has a floor`);
    else if (entry.floor !== floor) say(`puts ${shortName} on ${entry.floor}, but its folder is ${folder}`);
  }
  for (const [name, entry] of Object.entries(plan.packages)) {
    if (!packages.some((one) => one.shortName === name)) say(`names ${name}, which has no folder`);
    if (height(name) === -1) say(`puts ${name} on ${entry.floor}; the floors are ${plan.floors.join(', ')}`);
    for (const other of entry.mayImport) {
      if (plan.packages[other] === undefined) say(`lets ${name} import ${other}, which has no entry`);
      else if (height(other) > height(name))
        say(`lets ${name} import ${other}, which is on a floor above it`);
    }
  }
  const edges = new Map(Object.entries(plan.packages).map(([name, entry]) => [name, entry.mayImport]));
  for (const cycle of findCycles(edges)) say(`has a cycle: ${cycle.join(' → ')}`);
  return violations;
}

/** The workspace dependencies in package.json are ones that the plan allows. */
function checkManifest({ root, plan }, one) {
  if (one.floor === undefined) return [];
  const file = `${one.folder}/package.json`;
  const text = readFileSync(join(root, file), 'utf8');
  const dependencies = Object.keys({
    ...one.manifest.dependencies,
    ...one.manifest.devDependencies,
    ...one.manifest.peerDependencies,
    ...one.manifest.optionalDependencies,
  });
  return dependencies
    .filter((name) => name.startsWith(scope) && !mayImport(plan, one).includes(name.replace(scope, '')))
    .map((name) => {
      const line = text.slice(0, text.indexOf(`"${name}"`)).split('\n').length;
      return `${file}:${line} depends on ${name}; ${allowance(plan, one)}`;
    });
}

/** Every import of every source file, and the cycles among the files of one package. */
function checkImports(house, one) {
  const files = sourceFiles(house.root, one);
  const edges = new Map(files.map((file) => [file, []]));
  const lines = new Map();
  const violations = [];
  for (const file of files) {
    for (const named of sourceImports(file, readFileSync(join(house.root, file), 'utf8'))) {
      const { specifier, line } = named;
      const complaint = specifier.startsWith('.')
        ? checkRelative(one, file, specifier)
        : checkBare(house, one, file, named);
      if (complaint !== undefined) violations.push(`${file}:${line} ${complaint}`);
      const target = posix.join(posix.dirname(file), specifier);
      if (specifier.startsWith('.') && edges.has(target)) {
        edges.get(file).push(target);
        lines.set(`${file} ${target}`, line);
      }
    }
  }
  for (const cycle of findCycles(edges)) {
    const steps = cycle.slice(0, -1).map((file, at) => `${file}:${lines.get(`${file} ${cycle[at + 1]}`)}`);
    violations.push(
      `${steps[0]} is in a cycle: ${[...steps, cycle[0]].join(' → ')}; files are a one-way street`,
    );
  }
  return violations;
}

function checkRelative(one, file, specifier) {
  const target = posix.join(posix.dirname(file), specifier);
  if (!target.startsWith(`${one.folder}/`)) {
    return one.floor === undefined
      ? undefined
      : `imports ${specifier}, outside its package; name the package instead (${scope}…)`;
  }
  if (isTestFile(file) || one.floor === undefined) return undefined;
  if (isTestFile(target)) return `imports ${specifier}, which is there for tests only`;
  if (target.endsWith('/index.ts') && file.startsWith(`${posix.dirname(target)}/`)) {
    return `imports ${specifier}, the surface of its own folder; inside it import the file that has the concept`;
  }
  return undefined;
}

function checkBare(house, one, file, named) {
  const { specifier } = named;
  if (isBuiltin(specifier)) return undefined;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const isShipped = one.floor !== undefined && !isTestFile(file);
  if (isShipped && name.startsWith(scope) && specifier.endsWith('/testing')) {
    return `imports ${specifier}, which is there for tests only`;
  }
  if (name.startsWith(scope)) return checkWorkspaceImport(house, one, name, named);
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = one.manifest;
  const shipped = { ...dependencies, ...peerDependencies, ...optionalDependencies };
  const declared = isShipped ? shipped : { ...shipped, ...devDependencies, ...house.rootDevelopment };
  if (name in declared || `@types/${name}` in declared) return undefined;
  return `imports ${name}, which is not in ${one.folder}/package.json`;
}

function checkWorkspaceImport({ plan, packages, workspaces }, one, name, { specifier, isAddress }) {
  const isOwn = name === one.name;
  if (isOwn && !isAddress) return `imports ${specifier}, its own package; use a relative path`;
  const target = packages.find((other) => other.name === name);
  if (target === undefined) return `imports ${specifier}; there is no such package`;
  if (one.floor !== undefined && !isOwn && !mayImport(plan, one).includes(target.shortName)) {
    return `imports ${specifier}; ${allowance(plan, one)}`;
  }
  const entry = `.${specifier.slice(name.length)}`;
  if (target.floor !== undefined && target.manifest.exports?.[entry] === undefined) {
    return `imports ${specifier}; ${name} exports ${Object.keys(target.manifest.exports ?? {}).join(', ')}`;
  }
  // A folder with a lock file of its own cannot depend on the house; it finds it through the root.
  const isLinked = workspaces.some((pattern) => posix.matchesGlob(one.folder, pattern));
  const { dependencies, devDependencies, peerDependencies } = one.manifest;
  if (isLinked && !isOwn && !(name in { ...dependencies, ...devDependencies, ...peerDependencies })) {
    return `imports ${specifier}, which is not in ${one.folder}/package.json`;
  }
  return undefined;
}

function mayImport(plan, one) {
  return plan.packages[one.shortName]?.mayImport ?? [];
}

function allowance(plan, one) {
  const allowed = mayImport(plan, one);
  return `${one.shortName} may import ${allowed.length === 0 ? 'no other package' : allowed.join(', ')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
  const violations = checkFloors(root);
  for (const violation of violations) console.log(violation);
  console.log(
    violations.length === 0 ? 'floors: every import goes down' : `floors: ${violations.length} violations`,
  );
  process.exit(violations.length === 0 ? 0 : 1);
}
