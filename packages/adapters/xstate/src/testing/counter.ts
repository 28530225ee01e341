import { assign, setup } from 'xstate';

export const counter = setup({
  types: { context: {} as { count: number }, events: {} as { type: 'ADD'; by: number } | { type: 'FAIL' } },
}).createMachine({
  context: { count: 0 },
  on: {
    ADD: { actions: assign({ count: ({ context, event }) => context.count + event.by }) },
    FAIL: {
      actions: assign(() => {
        throw new Error('told to fail');
      }),
    },
  },
});
