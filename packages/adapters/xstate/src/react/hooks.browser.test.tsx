import { createHub } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { answers, type CountUnderTest, EXTERNAL, type Subject } from '@statehouse/react/testing';
import { useSelector } from '@xstate/react';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { expect, test, vi } from 'vitest';
import { assign, setup } from 'xstate';
import { onHub } from '../on-hub.ts';
import { show } from '../testing/screen.ts';
import { useActorOnHub } from './use-actor-on-hub.ts';
import { useHubActor } from './use-hub-actor.ts';

const counter = setup({
  types: { context: {} as { count: number; late: boolean }, events: {} as { type: 'ADD'; by: number } },
}).createMachine({
  context: { count: 0, late: false },
  initial: 'on',
  states: { on: { after: { 1000: { actions: assign({ late: true }) } } } },
  on: { ADD: { actions: assign({ count: ({ context, event }) => context.count + event.by }) } },
});

test('useHubActor answers as useMachine does, with the past while that is shown', () => {
  const hub = createHub();
  const actor = onHub(hub, 'count', counter).start();
  function Count(): ReactNode {
    const [{ context }, send] = useHubActor(actor);
    return (
      <button type="button" onClick={() => send({ type: 'ADD', by: 2 })}>
        {context.count}
      </button>
    );
  }
  const screen = show(<Count />);
  flushSync(() => screen.find('button').click());
  expect(screen.text).toBe('2');
  flushSync(() => hub.time.back());
  expect(screen.text).toBe('0');
  flushSync(() => hub.time.resume());
  expect(screen.text).toBe('2');
  actor.stop();
});

test('useActorOnHub has a machine on the hub as long as the component is on the screen, also where React mounts it twice', () => {
  const hub = createHub();
  const time = new VirtualTime();
  function Count(): ReactNode {
    const actor = useActorOnHub(hub, 'count', counter, { time });
    const [{ context }, send] = useHubActor(actor);
    return (
      <button type="button" onClick={() => send({ type: 'ADD', by: 1 })}>
        {context.count}
        {context.late ? ' late' : ''}
      </button>
    );
  }
  const screen = show(
    <StrictMode>
      <Count />
    </StrictMode>,
  );
  expect([hub.storeNames, time.pending]).toEqual([['count'], 1]);
  flushSync(() => screen.find('button').click());
  flushSync(() => time.advance(1_000));
  expect(screen.text).toBe('1 late');
  flushSync(() => hub.time.back());
  expect(screen.text).toBe('1');
  flushSync(() => hub.time.resume());
  screen.render(null);
  expect([hub.storeNames, time.pending]).toEqual([[], 0]);
});

const Provider: CountUnderTest['Provider'] = ({ children }: { readonly children: ReactNode }) => children;

function count() {
  const actor = onHub(createHub(), 'count', counter).start();
  return { actor, add: (by: number) => actor.send({ type: 'ADD', by }) };
}

const subjects: readonly Subject[] = [
  {
    name: 'useSelector of @xstate/react',
    make() {
      const { actor, add } = count();
      return { Provider, add, useCount: () => useSelector(actor, ({ context }) => context.count) };
    },
  },
  {
    name: 'useHubActor',
    make() {
      const { actor, add } = count();
      return { Provider, add, useCount: () => useHubActor(actor)[0].context.count };
    },
  },
];

test.each(subjects)('concurrent rendering: $name does what an external store can do', async (subject) => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await answers(subject)).toEqual(EXTERNAL);
  expect(complaints.mock.calls).toEqual([]);
  complaints.mockRestore();
});
