import { bare, methodCall, type Node, writtenName } from './syntax.ts';

/**
 * Where a value comes from: the views of a table, an entity or something inside one, a fresh list of entities, or of [id, entity].
 * Undefined is anything else, copies included.
 */
export type Origin = 'entities' | 'ids' | 'entity' | 'entity-list' | 'entry-list' | 'entry' | undefined;

/** What the names in sight stand for; an inner name hides an outer one. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, Origin>();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  declare(name: string, origin: Origin): void {
    this.#names.set(name, origin);
  }

  /** Gives a name that was declared further out another value. */
  assign(name: string, origin: Origin): void {
    if (this.#outer === undefined || this.#names.has(name)) this.#names.set(name, origin);
    else this.#outer.assign(name, origin);
  }

  originOf(name: string): Origin {
    return this.#names.has(name) ? this.#names.get(name) : this.#outer?.originOf(name);
  }
}

/** Methods that answer some of the items of the list that they are called on, or a copy of it. */
const sameList = new Set([
  'filter',
  'slice',
  'concat',
  'toReversed',
  'toSorted',
  'toSpliced',
  'with',
  'sort',
  'reverse',
]);
const oneOfList = new Set(['at', 'find', 'findLast', 'pop', 'shift']);

export function originOf(expression: Node, scope: Scope): Origin {
  const node = bare(expression);
  switch (node.type) {
    case 'Identifier':
      return scope.originOf(node.name);
    case 'MemberExpression':
      return memberOrigin(
        originOf(node.object, scope),
        writtenName(node.property, node.computed),
        node.computed,
      );
    case 'LogicalExpression':
      return originOf(node.right, scope) ?? originOf(node.left, scope);
    case 'ConditionalExpression':
      return originOf(node.consequent, scope) ?? originOf(node.alternate, scope);
    case 'AssignmentExpression':
      return originOf(node.right, scope);
    case 'CallExpression':
      return callOrigin(node, scope);
    default:
      return undefined;
  }
}

/** Where a member of a value comes from; a name that is not known is that of an item or an entity. */
export function memberOrigin(object: Origin, name: string | undefined, isComputed: boolean): Origin {
  switch (object) {
    case 'entities':
    case 'entity':
      return 'entity';
    case 'entity-list':
      return isComputed ? 'entity' : undefined;
    case 'entry-list':
      return isComputed ? 'entry' : undefined;
    case 'entry':
      return name === undefined ? 'entity' : undefined;
    case 'ids':
      return undefined;
    default:
      return name === 'entities' || name === 'ids' ? name : undefined;
  }
}

function callOrigin(node: Node & { type: 'CallExpression' }, scope: Scope): Origin {
  const callee = bare(node.callee);
  const called = methodCall(node);
  const name = called?.[1] ?? (callee.type === 'Identifier' ? callee.name : undefined);
  if (name === 'selectById') return 'entity';
  if (name === 'selectEntities') return 'entities';
  if (name === 'selectAll' || name === 'selectByIds') return 'entity-list';
  if (called === undefined) return undefined;
  const [object] = called;
  const [argument] = node.arguments;
  if (object.type === 'Identifier' && object.name === 'Object' && argument !== undefined) {
    const isEntities = originOf(argument, scope) === 'entities';
    if (isEntities && name === 'values') return 'entity-list';
    return isEntities && name === 'entries' ? 'entry-list' : undefined;
  }
  const list = originOf(object, scope);
  if (list !== 'entity-list' && list !== 'entry-list') return undefined;
  if (name !== undefined && sameList.has(name)) return list;
  return name !== undefined && oneOfList.has(name) ? itemOf(list) : undefined;
}

/** Where the items of a list come from. */
export function itemOf(list: Origin): Origin {
  if (list === 'entity-list') return 'entity';
  return list === 'entry-list' ? 'entry' : undefined;
}

/** Gives the names of a pattern the origins that they have when a value is taken apart by it. */
export function bindPattern(pattern: Node, origin: Origin, scope: Scope): void {
  switch (pattern.type) {
    case 'Identifier':
      scope.declare(pattern.name, origin);
      return;
    case 'AssignmentPattern':
      bindPattern(pattern.left, origin, scope);
      return;
    case 'RestElement':
      bindPattern(pattern.argument, undefined, scope);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bindPattern(property, undefined, scope);
        else {
          const name = writtenName(property.key, property.computed);
          bindPattern(property.value, memberOrigin(origin, name, property.computed), scope);
        }
      }
      return;
    case 'ArrayPattern':
      pattern.elements.forEach((element, at) => {
        if (element === null) return;
        if (origin === 'entry') bindPattern(element, at === 1 ? 'entity' : undefined, scope);
        else bindPattern(element, origin === 'entity' ? 'entity' : itemOf(origin), scope);
      });
      return;
    default:
      return;
  }
}
