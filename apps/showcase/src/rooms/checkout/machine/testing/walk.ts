import { type AnyEventObject, initialTransition, type SnapshotFrom, transition } from 'xstate';
import { type CheckoutMachine, checkoutMachine } from '../checkout-machine.ts';
import { FORMS } from '../forms.ts';
import { ADDRESS_VERDICTS, DELIVERY_VERDICTS, EVENTS, PAYMENT_VERDICTS } from './sample-order.ts';

export type CheckoutSnapshot = SnapshotFrom<CheckoutMachine>;

/** What the machine's own actors and delays can send to it, whether they are awaited at the moment or not. */
export const INNER_EVENTS: readonly AnyEventObject[] = [
  ...ADDRESS_VERDICTS.map((output) => ({ type: 'xstate.done.actor.checkAddress', output })),
  ...DELIVERY_VERDICTS.map((output) => ({ type: 'xstate.done.actor.quoteDelivery', output })),
  ...PAYMENT_VERDICTS.map((output) => ({ type: 'xstate.done.actor.pay', output })),
  ...['checkAddress', 'quoteDelivery', 'pay'].map((id) => ({
    type: `xstate.error.actor.${id}`,
    error: new Error('broken'),
  })),
  { type: 'xstate.after.checkLimit.checkout.shipping.validating' },
  { type: 'xstate.after.paymentLimit.checkout.payment.processing' },
  { type: 'xstate.after.retryDelay.checkout.payment.retrying' },
];

/** One step of the walk. */
export interface Step {
  readonly from: CheckoutSnapshot;
  readonly event: AnyEventObject;
  readonly to: CheckoutSnapshot;
}

export function begin(): CheckoutSnapshot {
  return initialTransition(checkoutMachine, { orderId: 'order-1' })[0];
}

export function after(snapshot: CheckoutSnapshot, event: AnyEventObject): CheckoutSnapshot {
  // The events of the machine's own actors are none of its type, though it takes them.
  return Reflect.apply(transition, undefined, [checkoutMachine, snapshot, event])[0];
}

/** What tells two states apart as far as what can happen next is concerned: not how often something was tried. */
function shapeOf({ value, context }: CheckoutSnapshot): string {
  const { cart, forms, quote, notices, means, attemptsInRow, mayBeCharged, failure, receipt } = context;
  const filled = Object.values(forms.values).map((text) => text !== '');
  const rest = [
    quote !== undefined,
    notices.length > 0,
    means?.kind,
    attemptsInRow,
    mayBeCharged,
    failure?.kind,
  ];
  return JSON.stringify([value, cart.length, filled, Object.keys(forms.objections), rest, receipt?.number]);
}

/**
 * Whether an event is worth a step: a form is filled from its top to its bottom, or there would be as many states as
 * subsets of fields; and an actor that nobody has invoked does not fail.
 */
function canCome({ context, _nodes }: CheckoutSnapshot, event: AnyEventObject): boolean {
  if (event.type.startsWith('xstate.error.'))
    return _nodes.some(({ ownEvents }) => listensTo(ownEvents, event));
  if (event.type !== 'CHANGE_FIELD') return true;
  const { values } = context.forms;
  return Object.values(FORMS).some((form) => form.find((field) => values[field] === '') === event.field);
}

function listensTo(types: readonly string[], { type }: AnyEventObject): boolean {
  return types.includes(type);
}

/** Goes from the beginning into every state that any row of events leads to, and answers with every step on the way. */
export function walk(events: readonly AnyEventObject[] = [...EVENTS, ...INNER_EVENTS]): readonly Step[] {
  const steps: Step[] = [];
  const first = begin();
  const seen = new Set([shapeOf(first)]);
  const waiting = [first];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop())
    for (const event of events) {
      if (!canCome(from, event)) continue;
      const to = after(from, event);
      if (to === from) continue;
      steps.push({ from, event, to });
      const shape = shapeOf(to);
      if (seen.has(shape)) continue;
      seen.add(shape);
      waiting.push(to);
    }
  return steps;
}
