import type { AnyActor, AnyActorRef } from 'xstate';
import type { ActorNode } from './actor-node.ts';

const NOT_STARTED = 0;

/**
 * Takes back what a transition that threw did to the names of a system: actors that it made lose theirs, and those that it
 * was to stop have them again. XState keeps the ways to do so out of its types.
 */
export function takeBackNames({ system }: AnyActor, root: ActorNode): void {
  const running = new Set<AnyActorRef>();
  eachBelow(root, ({ ref }) => running.add(ref));
  const named: Readonly<Record<string, AnyActorRef | undefined>> = system.getAll();
  for (const ref of Object.values(named)) {
    if (ref === undefined || running.has(ref)) continue;
    if (Reflect.get(ref, '_processingStatus') === NOT_STARTED) call(system, '_unregister', ref);
  }
  for (const ref of running) {
    const systemId: unknown = Reflect.get(ref, 'systemId');
    if (typeof systemId !== 'string' || system.get(systemId) !== undefined) continue;
    call(system, '_register', ref.sessionId, ref);
    call(system, '_set', systemId, ref);
  }
}

function eachBelow(node: ActorNode, visit: (node: ActorNode) => void): void {
  visit(node);
  for (const child of node.children.values()) eachBelow(child, visit);
}

function call(system: object, name: string, ...given: readonly unknown[]): void {
  const method: unknown = Reflect.get(system, name);
  if (typeof method === 'function') Reflect.apply(method, system, given);
}
