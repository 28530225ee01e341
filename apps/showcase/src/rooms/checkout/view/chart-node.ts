import type { AnyStateNode } from 'xstate';

/** A state of the machine, as it is drawn. */
export interface ChartNode {
  readonly name: string;
  /** From the outermost state on: `payment.retrying`. */
  readonly path: string;
  readonly isParallel: boolean;
  readonly inner: readonly ChartNode[];
}

/** The states inside of one, as they are declared. */
export function chartOf(node: AnyStateNode): readonly ChartNode[] {
  return Object.values(node.states).map((inner) => ({
    name: inner.key,
    path: inner.path.join('.'),
    isParallel: inner.type === 'parallel',
    inner: chartOf(inner),
  }));
}

/**
 * What the machine listens to in the states with these paths, the innermost first: what a person sends, and then what
 * comes of time.
 */
export function eventsIn(root: AnyStateNode, paths: readonly string[]): readonly string[] {
  const found = nodesBelow(root)
    .toReversed()
    .filter(({ path }) => path.length === 0 || paths.includes(path.join('.')))
    .flatMap(({ ownEvents }) => ownEvents);
  const names = [...new Set(found)].map(eventName).filter((name) => !isInner(name));
  return names.toSorted((one, other) => Number(one.includes(' ')) - Number(other.includes(' ')));
}

/** Whether an event comes of an actor or a state of the machine itself, and not of a person or of time. */
function isInner(name: string): boolean {
  return / (done|broken)$/.test(name);
}

/** What an event is called, in words where XState made it: `xstate.after.retryDelay.…` is `after retryDelay`. */
export function eventName(type: string): string {
  if (type === 'xstate.init') return 'started';
  const [, child, way] = /^(.+)\/xstate\.promise\.(resolve|reject)$/.exec(type) ?? [];
  if (child !== undefined) return way === 'resolve' ? `${child} answered` : `${child} failed`;
  const [, kind, of, name] = /^xstate\.(done|error|after)\.(?:(actor|state)\.)?([^.]+)/.exec(type) ?? [];
  if (kind === undefined || name === undefined) return type;
  if (kind === 'after') return `after ${name}`;
  const place = of === 'state' ? (type.split('.').at(-1) ?? name) : name;
  return kind === 'done' ? `${place} done` : `${place} broken`;
}

function nodesBelow(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}
