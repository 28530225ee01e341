import { randomId, systemRandom } from '@statehouse/kernel';
import type { AnyActorRef } from 'xstate';

const runs = new WeakMap<Pick<AnyActorRef, 'id'>, string>();

/** Remembers which run an actor is. */
export function rememberRun(ref: Pick<AnyActorRef, 'id'>, run: string): void {
  runs.set(ref, run);
}

/**
 * A key for what an invocation asks of a server: the same one when it runs again after its machine was restored, another
 * one each time the machine invokes it anew. Off the hub, where nothing is restored, it holds as long as the actor.
 *
 * @example
 * import { fromPromise } from 'xstate';
 * const charging = fromPromise<Receipt, Card>(({ input, self }) => charge(input, idempotencyKey(self)));
 */
export function idempotencyKey(self: Pick<AnyActorRef, 'id'>): string {
  const known = runs.get(self);
  if (known !== undefined) return known;
  const own = randomId(systemRandom);
  runs.set(self, own);
  return own;
}
