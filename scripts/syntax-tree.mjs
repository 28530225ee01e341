import { parseSync } from 'vite';

/**
 * Parses TypeScript; throws with the file's name when it does not parse.
 *
 * @param {string} file for the language (`.ts`, `.tsx`) and for messages
 * @param {string} text
 */
export function parseSource(file, text) {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) throw new SyntaxError(`${file}: ${parsed.errors[0].message}`);
  return parsed;
}

/**
 * Calls `visit` for each node, parents first, with its ancestors (nearest last).
 *
 * @param {unknown} node
 * @param {(node: any, ancestors: any[]) => void} visit
 */
export function walk(node, visit, ancestors = []) {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit, ancestors);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const isNode = typeof node.type === 'string';
  if (isNode) {
    visit(node, ancestors);
    ancestors.push(node);
  }
  for (const value of Object.values(node)) {
    if (value !== null && typeof value === 'object') walk(value, visit, ancestors);
  }
  if (isNode) ancestors.pop();
}

/** The line of an offset, counted from 1. */
export function lineAt(text, offset) {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
