import { shareLeaderStore } from '@statehouse/persist/tabs';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs } from '@statehouse/storage/tabs';
import { type ActorState, idempotencyKey } from '@statehouse/xstate';
import { leaderProgram } from '@statehouse/xstate/tabs';
import { assign, fromPromise, setup } from 'xstate';

/** What a test does in a page that shows a machine, and runs it if it leads. */
export interface MachinePage {
  role(): string;
  isSaved(): boolean;
  /** What the machine shows here. */
  shown(): { readonly value: unknown; readonly receipt: string };
  pay(): Promise<void>;
  state(): ActorState;
}

declare global {
  var machine: MachinePage | undefined;
}

const payment = setup({
  types: {
    context: {} as { readonly receipt: string },
    events: {} as { readonly type: 'PAY' },
  },
  actors: {
    charging: fromPromise(async ({ self }): Promise<string> => {
      const response = await fetch(`/charge?key=${encodeURIComponent(idempotencyKey(self))}`);
      return response.text();
    }),
  },
}).createMachine({
  id: 'payment',
  initial: 'open',
  context: { receipt: '' },
  states: {
    open: { on: { PAY: 'held' } },
    held: { after: { 1000: 'charging' } },
    charging: {
      invoke: {
        src: 'charging',
        id: 'charge',
        onDone: { target: 'paid', actions: assign({ receipt: ({ event }) => event.output }) },
      },
    },
    paid: {},
  },
});

/** Shares a machine with the other tabs. */
export async function runMachine(): Promise<void> {
  const storage = await createIndexedDbKeyValueStore({ name: 'machine' });
  const program = leaderProgram('payment', payment);
  const timing = { pingMs: 200, patienceMs: 1_000 };
  const shared = shareLeaderStore(program, { storage, key: 'payment', tabs: createWebTabs(), ...timing });
  await shared.restored;
  const { store } = shared;
  globalThis.machine = {
    role: () => shared.status.role,
    isSaved: () => shared.status.isSaved,
    shown() {
      const { value, context } = program.snapshotOf(store.getState());
      return { value, receipt: context.receipt };
    },
    pay: () => shared.send({ type: 'PAY' }),
    state: () => store.getState(),
  };
}
