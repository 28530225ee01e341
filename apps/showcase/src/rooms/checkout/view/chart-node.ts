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
 * What the machine listens to in the states with these paths, the innermost first: what a person sends, and then what it
 * waits for itself.
 */
export function eventsIn(root: AnyStateNode, paths: readonly string[]): readonly string[] {
  const found = nodesBelow(root)
    .toReversed()
    .filter(({ path }) => path.length === 0 || paths.includes(path.join('.')))
    .flatMap(({ ownEvents }) => ownEvents);
  const names = [...new Set(found)].map(eventName);
  return names.toSorted((one, other) => Number(one.includes(' ')) - Number(other.includes(' ')));
}

/** What an event is called, in words where the machine made it: `xstate.after.retryDelay.…` is `after retryDelay`. */
export function eventName(type: string): string {
  const [, kind, of, name] = /^xstate\.(done|error|after)\.(?:(actor|state)\.)?([^.]+)/.exec(type) ?? [];
  if (kind === undefined || name === undefined) return type;
  if (kind === 'after') return `after ${name}`;
  const place = of === 'state' ? (type.split('.').at(-1) ?? name) : name;
  return kind === 'done' ? `${place} done` : `${place} broken`;
}

function nodesBelow(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}
