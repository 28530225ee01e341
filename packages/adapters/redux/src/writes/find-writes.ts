import { parseSync } from 'vite';
import { bindPattern, itemOf, memberOrigin, type Origin, originOf, Scope } from './origin.ts';
import { bare, childrenOf, methodCall, type Node, writtenName } from './syntax.ts';

/** A place that writes to what a table holds. */
export interface TableWrite {
  /** What is written to. `replaced` works, and costs a rebuild of the table; all others throw. */
  readonly kind: 'entity' | 'entities' | 'ids' | 'replaced';
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The expression, in one line. */
  readonly text: string;
}

/** Methods that change the array, map or set that they are called on. */
const writers = new Set([
  'add',
  'clear',
  'copyWithin',
  'delete',
  'fill',
  'pop',
  'push',
  'reverse',
  'set',
  'shift',
  'sort',
  'splice',
  'unshift',
]);
const objectWriters = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf']);
const visitors = new Set(['every', 'filter', 'find', 'findLast', 'flatMap', 'forEach', 'map', 'some']);

/**
 * The places in a source text that write through `state.entities` or `state.ids`, directly or by a name given to what was read from
 * them. It follows names within the file, not through calls of its functions.
 *
 * @param file for the language, by its ending
 * @throws SyntaxError where the text does not parse
 */
export function findTableWrites(file: string, text: string): TableWrite[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${file}: ${error.message}`);
  const found: TableWrite[] = [];
  visit(program, new Scope(), (kind, node) => {
    found.push({ kind, ...placeOf(text, node.start), text: oneLine(text.slice(node.start, node.end)) });
  });
  return found;
}

type Tell = (kind: TableWrite['kind'], node: Node) => void;

function visit(node: Node, scope: Scope, tell: Tell): void {
  switch (node.type) {
    case 'AssignmentExpression':
      tellTarget(node.left, node, scope, tell);
      break;
    case 'UpdateExpression':
      tellTarget(node.argument, node, scope, tell);
      break;
    case 'UnaryExpression':
      if (node.operator === 'delete') tellTarget(node.argument, node, scope, tell);
      break;
    case 'CallExpression':
      tellCall(node, scope, tell);
      break;
    default:
  }
  const inner = opensScope(node) ? new Scope(scope) : scope;
  if (node.type === 'ForOfStatement') bindLoop(node, inner);
  for (const child of childrenOf(node)) visitChild(node, child, inner, tell);
  if (node.type === 'VariableDeclarator' && node.init !== null) {
    bindPattern(node.id, originOf(node.init, inner), inner);
  }
  if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') {
    scope.assign(node.left.name, originOf(node.right, scope));
  }
}

/** A function that is handed to a method of a list gets its items; any other gets what nobody knows. */
function visitChild(parent: Node, child: Node, scope: Scope, tell: Tell): void {
  if (!isFunction(child)) {
    visit(child, scope, tell);
    return;
  }
  const called = methodCall(parent);
  const item = called && visitors.has(called[1]) ? itemOf(originOf(called[0], scope)) : undefined;
  const inner = new Scope(scope);
  child.params.forEach((parameter, at) => {
    bindPattern(parameter, at === 0 ? item : undefined, inner);
  });
  visit(child, inner, tell);
}

function isFunction(node: Node): node is Node & { params: Node[] } {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  );
}

function opensScope(node: Node): boolean {
  return /^(BlockStatement|For\w*Statement|CatchClause|StaticBlock)$/.test(node.type);
}

function bindLoop(node: Node & { type: 'ForOfStatement' }, scope: Scope): void {
  const { left } = node;
  const [declarator] = left.type === 'VariableDeclaration' ? left.declarations : [];
  if (declarator !== undefined) bindPattern(declarator.id, itemOf(originOf(node.right, scope)), scope);
}

/** Says what a write to a target changes: it is the object whose member the target is that counts. */
function tellTarget(target: Node, whole: Node, scope: Scope, tell: Tell): void {
  const node = bare(target);
  if (node.type === 'ObjectPattern' || node.type === 'ArrayPattern') {
    for (const part of childrenOf(node)) {
      tellTarget(part.type === 'Property' ? part.value : part, whole, scope, tell);
    }
    return;
  }
  if (node.type !== 'MemberExpression') return;
  const object = originOf(node.object, scope);
  const kind = writable(object);
  if (kind !== undefined) tell(kind, whole);
  else if (isView(memberOrigin(object, writtenName(node.property, node.computed), node.computed))) {
    tell('replaced', whole);
  }
}

function tellCall(node: Node & { type: 'CallExpression' }, scope: Scope, tell: Tell): void {
  const called = methodCall(node);
  if (called === undefined) return;
  const [object, name] = called;
  const isStatic = object.type === 'Identifier' && (object.name === 'Object' || object.name === 'Reflect');
  const [first] = node.arguments;
  const target = isStatic && objectWriters.has(name) ? first : writers.has(name) ? object : undefined;
  const kind = target && writable(originOf(target, scope));
  if (kind !== undefined) tell(kind, node);
}

function writable(origin: Origin): 'entity' | 'entities' | 'ids' | undefined {
  return origin === 'entity' || origin === 'entities' || origin === 'ids' ? origin : undefined;
}

function isView(origin: Origin): boolean {
  return origin === 'entities' || origin === 'ids';
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function oneLine(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
