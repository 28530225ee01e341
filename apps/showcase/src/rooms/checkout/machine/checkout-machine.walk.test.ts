import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { checkoutMachine } from './checkout-machine.ts';
import { EVENTS } from './testing/sample-order.ts';
import { begin, type CheckoutSnapshot, INNER_EVENTS, walk } from './testing/walk.ts';

function nodesBelow(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}

const nodes = nodesBelow(checkoutMachine.root);
const pathOf = ({ path }: AnyStateNode) => path.join('.');

/** The paths of all states that are active. */
function active(value: CheckoutSnapshot['value']): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([key, inner]) => [
    key,
    ...(inner === undefined ? [] : active(inner)).map((path) => `${key}.${path}`),
  ]);
}

const isIn = ({ value }: CheckoutSnapshot, path: string) => active(value).includes(path);

describe('the checkout, walked through in all ways', () => {
  const steps = walk();

  test('every state is reached', () => {
    const reached = new Set([begin(), ...steps.map(({ to }) => to)].flatMap(({ value }) => active(value)));
    // Its end is left in the same step for the receipt.
    const passed = ['', 'payment.paid'];
    const missing = nodes.map(pathOf).filter((path) => !reached.has(path) && !passed.includes(path));
    expect(missing).toEqual([]);
    expect(nodes.length).toBeGreaterThan(20);
  });

  test('every transition leads to a state that there is, or does something', () => {
    const declared = nodes.flatMap((node) => [...node.transitions.values()].flat());
    expect(declared.length).toBeGreaterThan(50);
    for (const { target, actions, source, eventType } of declared) {
      const leads = target?.every((node) => nodes.includes(node)) ?? actions.length > 0;
      expect({ from: source.id, eventType, leads }).toEqual({ from: source.id, eventType, leads: true });
    }
  });

  test('every transition is taken, each of its branches included', () => {
    const taken = new Set<unknown>(
      steps.flatMap(({ from, event }) =>
        Reflect.apply(checkoutMachine.getTransitionData, checkoutMachine, [from, event]),
      ),
    );
    const untaken = nodes
      .flatMap((node) => [...node.transitions.values()].flat())
      // Those are raised within a step; what comes of them is looked at below.
      .filter(({ eventType }) => !eventType.startsWith('xstate.done.state.'))
      .filter((transition) => !taken.has(transition))
      .map(({ source, eventType, target }) => [source.id, eventType, target?.map(({ id }) => id)]);
    expect(untaken).toEqual([]);
  });

  test('the end of the checks leads on or back, and a payment that went through to the receipt', () => {
    const ends = steps.filter(({ from, event }) => {
      const isCheck = /\.(checkAddress|quoteDelivery)$/.test(event.type);
      return isCheck && isIn(from, 'shipping.validating');
    });
    const places = new Set(
      ends.map(({ to }) =>
        isIn(to, 'payment.selecting') ? 'on' : isIn(to, 'shipping.entering') ? 'back' : 'waiting',
      ),
    );
    expect(places).toEqual(new Set(['on', 'back', 'waiting']));
    const paid = steps.filter(
      ({ event }) => event.type === 'xstate.done.actor.pay' && event.output.kind === 'charged',
    );
    expect(paid.length).toBeGreaterThan(0);
    expect(paid.every(({ to }) => isIn(to, 'receipt'))).toBe(true);
  });

  test('from every state there is a way to the receipt', () => {
    const hasWay = new Set<string>(['"receipt"']);
    for (let before = -1; before < hasWay.size; ) {
      before = hasWay.size;
      for (const { from, to } of steps)
        if (hasWay.has(JSON.stringify(to.value))) hasWay.add(JSON.stringify(from.value));
    }
    const stuck = steps.map(({ to }) => JSON.stringify(to.value)).filter((value) => !hasWay.has(value));
    expect(stuck).toEqual([]);
  });

  test('no event breaks the machine, in whatever state it comes', () => {
    expect(steps.every(({ to }) => to.status === 'active')).toBe(true);
    const types = new Set(steps.map(({ event }) => event.type));
    expect([...EVENTS, ...INNER_EVENTS].filter(({ type }) => !types.has(type))).toEqual([]);
  });

  test('nothing is paid without a price, a means and something to deliver', () => {
    const paying = steps.filter(
      ({ from, to }) => isIn(to, 'payment.processing') && !isIn(from, 'payment.processing'),
    );
    for (const { to } of paying) {
      expect(to.context.quote).toBeDefined();
      expect(to.context.means).toBeDefined();
      expect(to.context.cart.length).toBeGreaterThan(0);
      expect(to.context.attemptsInRow).toBeLessThanOrEqual(3);
    }
    expect(paying.length).toBeGreaterThan(3);
  });

  test('what may be paid already is not changed before that is known', () => {
    for (const { from, to } of steps)
      if (from.context.mayBeCharged && to.context.mayBeCharged)
        expect([to.context.cart, to.context.orderId, to.context.quote]).toEqual([
          from.context.cart,
          from.context.orderId,
          from.context.quote,
        ]);
  });
});
