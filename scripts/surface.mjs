import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSource, walk } from './syntax-tree.mjs';

/**
 * What an entry of a package promises to its users, as text: the declaration of each exported name, then the
 * declarations that those mention without exporting them. Comments and order in the files do not matter.
 *
 * @param {string} entryFile an emitted `.d.ts`
 * @returns {string}
 */
export function describeSurface(entryFile) {
  const files = new Map();
  const load = (path) => {
    if (!files.has(path)) files.set(path, readDeclarations(path));
    return files.get(path);
  };
  const exported = exportedNames(load, entryFile);
  const shown = new Map();
  const outside = new Set();
  // What is handed on from another package is declared there.
  const queue = [...exported.values()].filter(({ module }) => module === undefined);
  for (const { path, name } of queue) {
    const key = `${path} ${name}`;
    const declaration = load(path).declarations.get(name);
    if (declaration === undefined || shown.has(key)) continue;
    shown.set(key, declaration.text);
    for (const mentioned of declaration.mentions) {
      const target = resolveName(load, path, mentioned);
      if (target?.module !== undefined) outside.add(`${target.name} from ${target.module}`);
      else if (target !== undefined) queue.push(target);
    }
  }
  const publicKeys = new Set();
  const publicParts = [...exported].sort(byName).map(([name, target]) => {
    if (target.module !== undefined) return `export { ${target.name} as ${name} } from '${target.module}';`;
    const key = `${target.path} ${target.name}`;
    publicKeys.add(key);
    const renamed = name === target.name ? '' : `// exported as ${name}\n`;
    return renamed + (shown.get(key) ?? `// ${name}: no declaration found`);
  });
  const hiddenParts = [...shown].filter(([key]) => !publicKeys.has(key)).map(([, text]) => text);
  return [
    ...publicParts,
    ...(hiddenParts.length > 0 ? ['// Mentioned, not exported', ...hiddenParts.sort()] : []),
    ...(outside.size > 0
      ? [
          `// From other packages\n${[...outside]
            .sort()
            .map((line) => `// ${line}`)
            .join('\n')}`,
        ]
      : []),
  ].join('\n\n');
}

function byName([a], [b]) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The declarations, imports and re-exports of one declaration file. */
function readDeclarations(path) {
  const text = readFileSync(path, 'utf8');
  const { program, comments } = parseSource(path, text);
  const declarations = new Map();
  const imports = new Map();
  const exports = new Map();
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      for (const { imported, local } of statement.specifiers) {
        imports.set(local.name, { from: statement.source.value, name: imported?.name ?? '*' });
      }
      continue;
    }
    if (statement.type === 'ExportNamedDeclaration' && statement.declaration === null) {
      for (const { local, exported } of statement.specifiers) {
        exports.set(exported.name, { from: statement.source?.value, name: local.name });
      }
      continue;
    }
    const isExported = statement.type === 'ExportNamedDeclaration';
    const declaration = isExported ? statement.declaration : statement;
    for (const name of declaredNames(declaration)) {
      const shown = {
        text: withoutComments(text, statement, comments),
        mentions: mentionedNames(declaration),
      };
      declarations.set(name, joined(declarations.get(name), shown));
      if (isExported) exports.set(name, { from: undefined, name });
    }
  }
  return { declarations, imports, exports };
}

/** Overloads, and a value with a type of the same name, are shown together. */
function joined(before, after) {
  if (before === undefined || before.text === after.text) return after;
  return {
    text: `${before.text}\n${after.text}`,
    mentions: new Set([...before.mentions, ...after.mentions]),
  };
}

function declaredNames(declaration) {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.map(({ id }) => id.name);
  return declaration.id?.name === undefined ? [] : [declaration.id.name];
}

const keyHolders =
  /^(TSPropertySignature|TSMethodSignature|PropertyDefinition|MethodDefinition|TSAbstractMethodDefinition)$/;

function mentionedNames(declaration) {
  const names = new Set();
  walk(declaration, (node, ancestors) => {
    if (node.type !== 'Identifier') return;
    const parent = ancestors.at(-1);
    const isKey = keyHolders.test(parent?.type ?? '') && parent.key === node && !parent.computed;
    if (!isKey) names.add(node.name);
  });
  return names;
}

function withoutComments(text, { start, end }, comments) {
  const inside = comments.filter((comment) => comment.start >= start && comment.end <= end);
  let shown = '';
  let at = start;
  for (const comment of inside) {
    shown += text.slice(at, comment.start);
    at = comment.end;
  }
  const lines = (shown + text.slice(at, end)).split('\n');
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** Each name that an entry exports → where it is declared. */
function exportedNames(load, entryFile) {
  const names = new Map();
  for (const name of load(entryFile).exports.keys()) {
    const target = resolveExport(load, entryFile, name);
    if (target !== undefined) names.set(name, target);
  }
  return names;
}

function resolveExport(load, path, name) {
  const entry = load(path).exports.get(name);
  if (entry === undefined) return undefined;
  return entry.from === undefined ? resolveName(load, path, entry.name) : follow(load, path, entry);
}

function resolveName(load, path, name) {
  const { declarations, imports } = load(path);
  if (declarations.has(name)) return { path, name };
  const imported = imports.get(name);
  return imported === undefined ? undefined : follow(load, path, imported);
}

function follow(load, path, { from, name }) {
  if (!from.startsWith('.')) return { module: from, name };
  const target = join(dirname(path), from.replace(/\.[jt]sx?$/, '.d.ts'));
  return existsSync(target) ? resolveExport(load, target, name) : undefined;
}
