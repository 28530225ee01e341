import { createHub } from '@statehouse/hub';
import { useActorRef, useSelector } from '@xstate/react';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { expect, test } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { onHub } from '../on-hub.ts';
import { orderMachine, reminder } from '../testing/order.ts';
import { orderOnHub } from '../testing/order-on-hub.ts';
import { show } from '../testing/screen.ts';

type World = ReturnType<typeof orderOnHub>;

/** Components as users of XState write them. */
function page({ order }: Pick<World, 'order'>, renders: number[] = []) {
  function Items(): ReactNode {
    const items = useSelector(order, ({ context }) => context.items);
    const isCart = useSelector(order, (snapshot) => snapshot.matches('cart'));
    renders.push(items.length);
    return (
      <p>
        {items.join(', ')}
        {isCart ? ':' : ' ordered:'}
      </p>
    );
  }
  function Reminder(): ReactNode {
    const child = useSelector(order, ({ children }) => children.reminder);
    const value = useSelector(child, (snapshot) => snapshot?.value);
    return <i>{value}</i>;
  }
  function Add(): ReactNode {
    return (
      <button type="button" onClick={() => order.send({ type: 'ADD', item: 'tea' })}>
        +
      </button>
    );
  }
  return { Items, Reminder, Add };
}

function press(): void {
  flushSync(() => document.querySelector('button')?.click());
}

test('unmodified components show the past, also those mounted there, and resume; what they do meanwhile is done', () => {
  const world = orderOnHub();
  const { hub, order, time } = world;
  order.start();
  const { Items, Reminder, Add } = page(world);
  const screen = show(
    <StrictMode>
      <Items />
      <Reminder />
      <Add />
    </StrictMode>,
  );
  press();
  press();
  flushSync(() => time.advance(5_000));
  expect(screen.text).toBe('tea, tea:ready+');
  flushSync(() => hub.time.back(2));
  expect(screen.text).toBe('tea:resting+');
  screen.render(
    <StrictMode>
      <Items />
      <Reminder />
      <Add />
      <Items />
      <Reminder />
    </StrictMode>,
  );
  expect(screen.text).toBe('tea:resting+tea:resting');
  press();
  flushSync(() => time.advance(5_000));
  expect(screen.text).toBe('tea:resting+tea:resting');
  flushSync(() => hub.time.resume());
  expect(screen.text).toBe('tea, tea, tea:resting+tea, tea, tea:resting');
  flushSync(() => order.send({ type: 'CHECK_OUT' }));
  expect(screen.text).toBe('tea, tea, tea ordered:+tea, tea, tea ordered:');
  flushSync(() => hub.time.back());
  expect(screen.text).toBe('tea, tea, tea:resting+tea, tea, tea:resting');
});

test('components go on over a restore, with the actors that run then', () => {
  const world = orderOnHub();
  const { hub, order, time } = world;
  order.start();
  const { Items, Reminder, Add } = page(world);
  const screen = show(
    <>
      <Items />
      <Reminder />
      <Add />
    </>,
  );
  press();
  const kept = order.hub.getState();
  press();
  flushSync(() => time.advance(5_000));
  flushSync(() => hub.store('order').restore?.(kept));
  expect(screen.text).toBe('tea:resting+');
  // Its delay was over by then.
  flushSync(() => time.advance(0));
  press();
  expect(screen.text).toBe('tea, tea:ready+');
});

test('a component renders for its own part only, on the hub as without it', () => {
  const world = orderOnHub();
  const { hub, order, time } = world;
  order.start();
  const renders: number[] = [];
  const { Items, Add } = page(world, renders);
  show(
    <>
      <Items />
      <Add />
    </>,
  );
  flushSync(() => time.advance(20_000));
  press();
  flushSync(() => hub.time.goTo(2));
  flushSync(() => hub.time.resume());
  expect(renders).toEqual([0, 1, 0, 1]);
});

test('a page that has another machine of its own beside it is not disturbed', () => {
  const hub = createHub();
  const order = onHub(hub, 'order', orderMachine()).start();
  function Own(): ReactNode {
    const own = useActorRef(reminder);
    const value = useSelector(own, (snapshot: SnapshotFrom<typeof reminder>) => snapshot.value);
    const shown = useSelector(order, ({ context }) => context.items.length);
    return (
      <p>
        {value} {shown}
      </p>
    );
  }
  const screen = show(
    <StrictMode>
      <Own />
    </StrictMode>,
  );
  flushSync(() => order.send({ type: 'ADD', item: 'tea' }));
  flushSync(() => hub.time.back());
  expect(screen.text).toBe('resting 0');
  flushSync(() => hub.time.resume());
  expect(screen.text).toBe('resting 1');
  order.stop();
});
