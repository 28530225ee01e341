import { lineAt, parseSource, walk } from './syntax-tree.mjs';

/**
 * One place at which a file names another module, types included. Only its address is asked for when it starts as a
 * worker or a process of its own.
 *
 * @typedef {{ specifier: string, line: number, isAddress: boolean }} SourceImport
 */

/**
 * Everything that a file names: `import`, `import type`, `export from`, `import()`, the type `import('…')`,
 * `import.meta.resolve('…')` and `new URL('…', import.meta.url)`. Computed names are not seen.
 *
 * @param {string} file
 * @param {string} text
 * @returns {SourceImport[]}
 */
export function sourceImports(file, text) {
  const { program } = parseSource(file, text);
  const found = [];
  walk(program, (node) => {
    const source = namedModule(node);
    if (source?.type === 'Literal' && typeof source.value === 'string') {
      found.push({ specifier: source.value, line: lineAt(text, source.start), isAddress: isAddress(node) });
    }
  });
  return found;
}

function isAddress({ type }) {
  return type === 'CallExpression' || type === 'NewExpression';
}

function namedModule(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'CallExpression':
      return isImportMeta(node.callee, 'resolve') ? node.arguments[0] : undefined;
    case 'NewExpression':
      return isModuleUrl(node) ? node.arguments[0] : undefined;
    default:
      return undefined;
  }
}

/** `new URL('./worker.ts', import.meta.url)`: a module, not the address of some data file. */
function isModuleUrl(node) {
  const [address, base] = node.arguments;
  return (
    node.callee.name === 'URL' && isImportMeta(base, 'url') && /\.[cm]?[jt]sx?$/.test(address.value ?? '')
  );
}

function isImportMeta(node, property) {
  return (
    node?.type === 'MemberExpression' &&
    node.object.type === 'MetaProperty' &&
    node.property.name === property
  );
}
