import './checkout.css';
import './checkout-panel.css';
import { Callout } from '@radix-ui/themes';
import { systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { useEffect, useState } from 'react';
import { type House, useHouse } from '../../house/house.tsx';
import { PlainRoomFrame } from '../../house/plain-room-frame.tsx';
import { RoomSkeleton } from '../../house/room-skeleton.tsx';
import { type CheckoutSession, openCheckout } from './session/checkout-session.ts';
import { createFetchShop } from './shop/fetch-shop.ts';
import { CheckoutView } from './view/checkout-view.tsx';
import { SessionProvider } from './view/use-checkout.ts';

/** Opened once, however often the room is entered: a payment goes on while one looks around elsewhere. */
let opening: Promise<CheckoutSession> | undefined;

/** The room “Checkout”: a machine from the basket to the receipt, and a shop that behaves as badly as one likes. */
export function CheckoutRoom() {
  const { session, user } = useHouse();
  const [opened, setOpened] = useState<CheckoutSession>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    opening ??= openHere(session, user);
    opening.then(
      (checkout) => {
        if (isCurrent) setOpened(checkout);
      },
      (error: unknown) => {
        opening = undefined;
        if (isCurrent) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [session, user]);
  if (failure !== undefined)
    return (
      <PlainRoomFrame room="checkout" keys={[]}>
        <Callout.Root color="red" role="alert" m="5">
          <Callout.Text>What is kept of this checkout cannot be used: {failure}</Callout.Text>
        </Callout.Root>
      </PlainRoomFrame>
    );
  if (opened === undefined) return <RoomSkeleton title="Checkout" reason="Opening the basket…" />;
  return (
    <SessionProvider value={opened}>
      <CheckoutView />
    </SessionProvider>
  );
}

async function openHere(session: House['session'], user: string): Promise<CheckoutSession> {
  // In a window that may keep nothing the checkout works all the same, until it is reloaded.
  const device = await createIndexedDbKeyValueStore({ name: `statehouse-checkout/${user}` }).catch(
    () => undefined,
  );
  const token = () =>
    session === undefined
      ? Promise.reject(new Error('This page is not served by `statehouse dev`, and knows no shop.'))
      : session.token(user);
  const checkout = await openCheckout({
    shopFor: (manners) => createFetchShop({ fetch: fetch.bind(globalThis), token, manners }),
    storage: device ?? createMemoryKeyValueStore(),
    isDurable: device !== undefined,
    key: session?.window ?? 'window',
    time: {
      nowMs: () => systemClock.nowMs(),
      after: (delayMs, callback) => systemTimers.after(delayMs, callback),
    },
    random: systemRandom,
  });
  // A help, and no more: what counts was written before the bank was asked.
  addEventListener('pagehide', () => {
    checkout.kept.flush().catch(() => {});
  });
  return checkout;
}
