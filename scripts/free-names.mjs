import { lineAt, parseSource, walk } from './syntax-tree.mjs';

/**
 * The names that a file uses as values and does not declare itself: what it reads from the world around it.
 * `Math.random` and `globalThis.fetch` are reported with their member, methods as `.toLocaleString`.
 *
 * @param {string} file
 * @param {string} text
 * @returns {{ name: string, member: string | undefined, line: number }[]}
 */
export function freeNames(file, text) {
  const { program } = parseSource(file, text);
  const scopes = declaringScopes(program);
  const found = [];
  walk(program, (node, ancestors) => {
    if (node.type !== 'Identifier' || !isReference(node, ancestors.at(-1))) return;
    if (ancestors.some((ancestor) => scopes.get(node.name)?.has(ancestor))) return;
    const parent = ancestors.at(-1);
    const isObject = parent.type === 'MemberExpression' && parent.object === node;
    found.push({
      name: node.name,
      member: isObject ? memberName(parent) : undefined,
      line: lineAt(text, node.start),
    });
  });
  return found;
}

/** The names of all methods and properties that a file reads, with their lines. */
export function readMembers(file, text) {
  const found = [];
  walk(parseSource(file, text).program, (node) => {
    if (node.type !== 'MemberExpression') return;
    const name = memberName(node);
    if (name !== undefined) found.push({ name, line: lineAt(text, node.property.start) });
  });
  return found;
}

function memberName({ computed, property }) {
  if (!computed) return property.name;
  return typeof property.value === 'string' ? property.value : undefined;
}

/** Which nodes open a scope in which a name is declared. */
function declaringScopes(program) {
  const scopes = new Map();
  const declare = (pattern, scope) => {
    for (const name of boundNames(pattern)) scopes.set(name, (scopes.get(name) ?? new Set()).add(scope));
  };
  walk(program, (node, ancestors) => {
    if (isFunction(node)) for (const parameter of node.params) declare(parameter, node);
    if (node.type === 'CatchClause') declare(node.param, node);
    if (node.type.startsWith('Import') && node.local) declare(node.local, program);
    if (node.type === 'VariableDeclarator') declare(node.id, nearestScope(ancestors));
    if (/^(Function|Class)Expression$/.test(node.type)) declare(node.id, node);
    if (/^(Function|Class)Declaration$/.test(node.type)) declare(node.id, nearestScope(ancestors));
  });
  return scopes;
}

function boundNames(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => boundNames(property.value ?? property.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

function isFunction(node) {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function nearestScope(ancestors) {
  return ancestors.findLast(
    (node) =>
      isFunction(node) ||
      /^(Program|BlockStatement|For\w*Statement|SwitchStatement|StaticBlock)$/.test(node.type),
  );
}

const typeScriptExpressions = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'];

/** Whether an identifier stands for a value, rather than being a key, a label, a type or a member's name. */
function isReference(node, parent) {
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (/^(Property|MethodDefinition|PropertyDefinition)$/.test(parent.type)) {
    return parent.value === node || parent.computed;
  }
  if (/^(Import|Export)\w*Specifier$|^(Labeled|Break|Continue)Statement$/.test(parent.type)) return false;
  return !parent.type.startsWith('TS') || typeScriptExpressions.includes(parent.type);
}
