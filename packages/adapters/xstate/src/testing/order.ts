import { type ActorRefFrom, assign, fromPromise, sendParent, sendTo, setup } from 'xstate';
import { idempotencyKey } from '../idempotency-key.ts';
import { Bank } from './bank.ts';

export type OrderEvent =
  | { readonly type: 'ADD'; readonly item: string }
  | { readonly type: 'SPOIL' }
  | { readonly type: 'CHECK_OUT' }
  | { readonly type: 'ADDRESS'; readonly address: string }
  | { readonly type: 'CHOOSE'; readonly delivery: string }
  | { readonly type: 'AGAIN' }
  | { readonly type: 'BACK' }
  | { readonly type: 'REMIND' }
  | { readonly type: 'SNOOZE' };

export interface OrderContext {
  readonly items: readonly string[];
  readonly attempts: number;
  readonly reminders: number;
  readonly address: string | undefined;
  readonly delivery: string | undefined;
  readonly receipt: string | undefined;
}

/** Reminds its parent every 10 s, of which each 5 s is a step; it can be put off. */
export const reminder = setup({
  types: { context: {} as { readonly sent: number }, events: {} as { readonly type: 'SNOOZE' } },
}).createMachine({
  id: 'reminder',
  initial: 'resting',
  context: { sent: 0 },
  states: {
    resting: { after: { 5000: 'ready' } },
    ready: {
      after: {
        5000: {
          target: 'resting',
          actions: [assign({ sent: ({ context }) => context.sent + 1 }), sendParent({ type: 'REMIND' })],
        },
      },
    },
  },
  on: { SNOOZE: { target: '.resting', reenter: true } },
});

/** An order with nested and parallel states, children of two kinds, a retry after a delay, and a delayed event to a child. */
export function orderMachine(bank = new Bank(), done: (what: string) => void = () => {}) {
  return setup({
    types: {
      context: {} as OrderContext,
      events: {} as OrderEvent,
      children: {} as { reminder: 'reminder' },
    },
    actors: {
      reminder,
      charging: fromPromise<string, { readonly amount: number }>(({ input, self }) =>
        bank.charge(input.amount, idempotencyKey(self)),
      ),
    },
    actions: {
      tell: (_, params: { readonly what: string }) => done(params.what),
      count: assign({ attempts: ({ context }) => context.attempts + 1 }),
    },
    guards: {
      hasItems: ({ context }) => context.items.length > 0,
      mayTryAgain: ({ context }) => context.attempts < 3,
    },
    delays: { backoff: ({ context }) => 1_000 * context.attempts },
  }).createMachine({
    id: 'order',
    initial: 'cart',
    context: {
      items: [],
      attempts: 0,
      reminders: 0,
      address: undefined,
      delivery: undefined,
      receipt: undefined,
    },
    on: {
      REMIND: { actions: assign({ reminders: ({ context }) => context.reminders + 1 }) },
    },
    states: {
      cart: {
        invoke: { src: 'reminder', id: 'reminder' },
        on: {
          ADD: { actions: assign({ items: ({ context, event }) => [...context.items, event.item] }) },
          SPOIL: {
            actions: [
              { type: 'tell', params: { what: 'spoiled' } },
              assign(() => {
                throw new Error('spoiled');
              }),
            ],
          },
          SNOOZE: { actions: sendTo('reminder', { type: 'SNOOZE' }, { delay: 700 }) },
          CHECK_OUT: { guard: 'hasItems', target: 'shipping' },
        },
      },
      shipping: {
        type: 'parallel',
        states: {
          address: {
            initial: 'asked',
            states: {
              asked: {
                on: {
                  ADDRESS: {
                    target: 'checking',
                    actions: assign({ address: ({ event }) => event.address }),
                  },
                },
              },
              checking: { after: { 300: 'known' } },
              known: { type: 'final' },
            },
          },
          delivery: {
            initial: 'open',
            states: {
              open: {
                on: {
                  CHOOSE: { target: 'chosen', actions: assign({ delivery: ({ event }) => event.delivery }) },
                },
              },
              chosen: { type: 'final' },
            },
          },
        },
        on: { BACK: 'cart' },
        onDone: 'paying',
      },
      paying: {
        initial: 'charging',
        states: {
          charging: {
            entry: 'count',
            invoke: {
              src: 'charging',
              id: 'payment',
              input: ({ context }) => ({ amount: context.items.length }),
              onDone: {
                target: '#order.sent',
                actions: [
                  assign({ receipt: ({ event }) => event.output }),
                  { type: 'tell', params: { what: 'paid' } },
                ],
              },
              onError: [{ guard: 'mayTryAgain', target: 'waiting' }, { target: 'failed' }],
            },
          },
          waiting: { after: { backoff: 'charging' } },
          failed: { on: { AGAIN: { target: 'charging', actions: assign({ attempts: 0 }) } } },
        },
        on: { BACK: 'shipping' },
      },
      sent: { after: { 60000: 'closed' } },
      closed: { type: 'final' },
    },
  });
}

export type OrderRef = ActorRefFrom<ReturnType<typeof orderMachine>>;
