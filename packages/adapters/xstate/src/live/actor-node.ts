import { emptyArray } from '@statehouse/kernel';
import type { AnyActorRef, EventObject } from 'xstate';
import { rememberRun } from '../idempotency-key.ts';
import type { Dispatched } from '../state/actor-input.ts';
import type { ActorPath, ActorState } from '../state/actor-state.ts';
import type { FiredTimer } from '../state/state-after.ts';
import type { CollectingScope } from './collecting-scope.ts';

/** An event that is being worked on, and the entry that it becomes. */
export interface Making {
  entryId: number | undefined;
}

/** An event on its way to an actor, with what is known of where it comes from. */
export interface Arrival {
  readonly event: EventObject;
  /** As it was handed in, which is what plugins are asked about. */
  readonly given: Dispatched;
  /** The entry that led to it. */
  readonly causeId: number | undefined;
  /** The event that led to it, where that was being worked on. */
  readonly making: Making | undefined;
  readonly timer: FiredTimer | undefined;
  /** Whether somebody waits for it to be done, and would hear an error. */
  isAwaited: boolean;
  failure: { readonly error: unknown } | undefined;
}

export function arrivalOf(event: EventObject): Arrival {
  return {
    event,
    given: event,
    causeId: undefined,
    making: undefined,
    timer: undefined,
    isAwaited: false,
    failure: undefined,
  };
}

/**
 * An actor that runs, and those below it that have a name.
 *
 * Invariant: `waiting` are the events that it has not worked on yet, in the order in which it will.
 */
export class ActorNode {
  readonly ref: AnyActorRef;
  readonly path: ActorPath;
  readonly children = new Map<string, ActorNode>();
  readonly #waiting: Arrival[] = [];
  /** The entry that began it; undefined where that is not known. */
  bornBy: number | undefined;
  collecting: CollectingScope | undefined;
  /** The children that it had when it was looked at last, to see at once that there are no others. */
  seen: unknown;

  constructor(ref: AnyActorRef, path: ActorPath, run: string, bornBy: number | undefined) {
    this.ref = ref;
    this.path = path;
    this.bornBy = bornBy;
    rememberRun(ref, run);
  }

  get waiting(): readonly Arrival[] {
    return this.#waiting;
  }

  await(arrival: Arrival): void {
    this.#waiting.push(arrival);
  }

  /** Takes what is known of an event that it now works on. What came before that was dropped. */
  take(event: EventObject): Arrival {
    const waiting = this.#waiting;
    for (let at = 0; at < waiting.length; at += 1) {
      const arrival = waiting[at];
      if (arrival?.event !== event) continue;
      if (at + 1 === waiting.length) emptyArray(waiting);
      else waiting.splice(0, at + 1);
      return arrival;
    }
    return arrivalOf(event);
  }

  forgetWaiting(): void {
    emptyArray(this.#waiting);
  }
}

/** All actors that run below one root. */
export class ActorTree {
  readonly root: ActorNode;
  readonly #nodes = new WeakMap<AnyActorRef, ActorNode>();

  constructor(root: AnyActorRef, state: ActorState, bornBy: number | undefined) {
    this.root = this.#add(root, [], state.run ?? '', bornBy);
    this.grow(this.root, childrenOf(root), state, bornBy);
  }

  nodeOf(ref: AnyActorRef): ActorNode | undefined {
    return ref === this.root.ref ? this.root : this.#nodes.get(ref);
  }

  at(path: ActorPath): ActorNode | undefined {
    let node: ActorNode | undefined = this.root;
    for (const id of path) node = node?.children.get(id);
    return node;
  }

  /** Takes in which children an actor has now, with all that is below them. */
  grow(
    node: ActorNode,
    children: ChildRefs,
    state: ActorState | undefined,
    bornBy: number | undefined,
  ): void {
    if (node.seen === children) return;
    node.seen = children;
    for (const [id, child] of node.children) {
      if (children[id] === child.ref) continue;
      this.#forget(child);
      node.children.delete(id);
    }
    for (const [id, ref] of Object.entries(children)) {
      const below = state?.children?.[id];
      if (ref === undefined || below === undefined || node.children.has(id)) continue;
      const child = this.#add(ref, [...node.path, id], below.run, bornBy);
      node.children.set(id, child);
      this.grow(child, childrenOf(ref), below.snapshot, bornBy);
    }
  }

  /** What its actors still do concerns nobody any more. */
  end(): void {
    this.#forget(this.root);
  }

  #add(ref: AnyActorRef, path: ActorPath, run: string, bornBy: number | undefined): ActorNode {
    const node = new ActorNode(ref, path, run, bornBy);
    this.#nodes.set(ref, node);
    return node;
  }

  #forget(node: ActorNode): void {
    this.#nodes.delete(node.ref);
    node.forgetWaiting();
    for (const child of node.children.values()) this.#forget(child);
  }
}

export type ChildRefs = Readonly<Record<string, AnyActorRef | undefined>>;

const NONE: ChildRefs = {};

/** The children of an actor, if it is a machine. */
export function childrenOf(ref: Pick<AnyActorRef, 'getSnapshot'>): ChildRefs {
  return childrenIn(ref.getSnapshot());
}

export function childrenIn(snapshot: unknown): ChildRefs {
  return isWithChildren(snapshot) ? snapshot.children : NONE;
}

function isWithChildren(value: unknown): value is { readonly children: ChildRefs } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'children' in value &&
    typeof value.children === 'object' &&
    value.children !== null
  );
}
