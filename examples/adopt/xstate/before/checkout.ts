import { assign, createActor, fromPromise, setup } from 'xstate';

export type Charge = (cents: number) => Promise<string>;

interface Order {
  readonly cents: number;
  readonly charge: Charge;
  readonly receipt: string | undefined;
}

type OrderEvent =
  | { readonly type: 'add'; readonly cents: number }
  | { readonly type: 'pay'; readonly charge: Charge };

const machine = setup({
  types: { context: {} as Order, events: {} as OrderEvent },
  actors: {
    charging: fromPromise<string, Pick<Order, 'cents' | 'charge'>>(({ input }) => input.charge(input.cents)),
  },
  guards: { isFilled: ({ context }) => context.cents > 0 },
}).createMachine({
  context: { cents: 0, charge: () => Promise.reject(new Error('no bank')), receipt: undefined },
  initial: 'cart',
  states: {
    cart: {
      on: {
        add: { actions: assign({ cents: ({ context, event }) => context.cents + event.cents }) },
        pay: {
          guard: 'isFilled',
          target: 'paying',
          actions: assign(({ event }) => ({ charge: event.charge })),
        },
      },
    },
    paying: {
      invoke: {
        src: 'charging',
        input: ({ context }) => context,
        onDone: { target: 'paid', actions: assign({ receipt: ({ event }) => event.output }) },
        onError: 'declined',
      },
    },
    declined: { after: { 2000: 'cart' } },
    paid: {},
  },
});

export const checkout = createActor(machine).start();
