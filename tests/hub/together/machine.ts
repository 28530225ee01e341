import { assign, fromPromise, setup } from 'xstate';

export interface Payment {
  readonly card: string | undefined;
  readonly attempts: number;
  readonly paid: number;
}

export type PaymentEvent =
  | { readonly type: 'PAY'; readonly card: string }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'RESET' };

/** What the bank does: a rejection is an attempt that failed. */
export type Charge = (card: string) => Promise<number>;

/** Packs, and sends after a while: a machine inside of a machine, with a timer of its own. */
const delivery = setup({}).createMachine({
  id: 'delivery',
  initial: 'packing',
  states: {
    packing: { after: { 700: 'sent' } },
    sent: { after: { 300: 'delivered' } },
    delivered: { type: 'final' },
  },
});

/** Pays by a bank that does not always answer, three times at most, then delivers. */
export function createPaymentMachine(charge: Charge) {
  return setup({
    types: {
      context: {} as Payment,
      events: {} as PaymentEvent,
    },
    actors: {
      charge: fromPromise<number, string>(({ input }) => charge(input)),
      delivery,
    },
    guards: { mayTryAgain: ({ context }) => context.attempts < 3 },
    actions: {
      takeCard: assign(({ event, context }) =>
        event.type === 'PAY' ? { ...context, card: event.card, attempts: 0 } : context,
      ),
      countAttempt: assign(({ context }) => ({ attempts: context.attempts + 1 })),
      countPaid: assign(({ context }) => ({ paid: context.paid + 1 })),
      forget: assign({ card: undefined, attempts: 0 }),
    },
    delays: { patience: 2_000 },
  }).createMachine({
    id: 'payment',
    initial: 'idle',
    context: { card: undefined, attempts: 0, paid: 0 },
    states: {
      idle: { on: { PAY: { target: 'paying', actions: 'takeCard' } } },
      paying: {
        invoke: {
          id: 'charge',
          src: 'charge',
          input: ({ context }) => context.card ?? '',
          onDone: { target: 'delivering', actions: 'countPaid' },
          onError: { target: 'waiting', actions: 'countAttempt' },
        },
        on: { CANCEL: { target: 'idle', actions: 'forget' } },
      },
      waiting: {
        after: { patience: [{ guard: 'mayTryAgain', target: 'paying' }, { target: 'failed' }] },
        on: { CANCEL: { target: 'idle', actions: 'forget' } },
      },
      delivering: {
        invoke: { id: 'delivery', src: 'delivery', onDone: { target: 'idle', actions: 'forget' } },
      },
      failed: { on: { RESET: { target: 'idle', actions: 'forget' } } },
    },
  });
}
