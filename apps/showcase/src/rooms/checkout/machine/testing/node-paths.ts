import type { AnyStateNode } from 'xstate';
import { checkoutMachine } from '../checkout-machine.ts';

/** The paths of all states of the checkout, the machine itself left out. */
export function nodePaths(): readonly string[] {
  return nodesBelow(checkoutMachine.root)
    .map(({ path }) => path.join('.'))
    .filter((path) => path !== '');
}

function nodesBelow(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}
