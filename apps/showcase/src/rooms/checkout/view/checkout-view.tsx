import { Button } from '@radix-ui/themes';
import { useTimeTravel } from '@statehouse/react/hub';
import { type ReactNode, useEffect } from 'react';
import { isTyping } from '../../../chrome/is-typing.ts';
import type { KeyLine } from '../../../chrome/keys-dialog.tsx';
import { PlainRoomFrame } from '../../../house/plain-room-frame.tsx';
import { CartStep } from './cart-step.tsx';
import { announcementOf, type Step, stepOf } from './checkout-step.ts';
import { JournalList } from './journal-list.tsx';
import { PaymentStep } from './payment-step.tsx';
import { ReceiptStep } from './receipt-step.tsx';
import { ShippingStep } from './shipping-step.tsx';
import { ShopSwitches } from './shop-switches.tsx';
import { StateChart } from './state-chart.tsx';
import { PlaceMemory } from './step-heading.tsx';
import { Steps } from './steps.tsx';
import { TimeControls } from './time-controls.tsx';
import { useCheckout, useSession } from './use-checkout.ts';

const KEYS: readonly KeyLine[] = [
  { meaning: 'A step back in time', keys: ['['] },
  { meaning: 'A step forward', keys: [']'] },
];

const PLACES: Readonly<Record<Step, ReactNode>> = {
  cart: <CartStep />,
  shipping: <ShippingStep />,
  payment: <PaymentStep />,
  receipt: <ReceiptStep />,
};

/** The checkout, and beside it the machine that it is. */
export function CheckoutView() {
  const { hub } = useSession();
  const [snapshot] = useCheckout();
  const { shown, resume } = useTimeTravel(hub);
  useTimeKeys();
  const step = stepOf(snapshot);
  const isPast = shown.kind === 'past';
  return (
    <PlainRoomFrame room="checkout" keys={KEYS} announcement={announcementOf(snapshot)}>
      <div className="checkout" data-step={step}>
        <div className="checkout-main">
          {isPast && (
            <div className="checkout-past" role="status">
              <span>This is how it was after entry {shown.entryId}. The machine goes on underneath.</span>
              <Button size="1" onClick={() => resume()}>
                Back to now
              </Button>
            </div>
          )}
          <div className="checkout-place" inert={isPast}>
            <Steps step={step} />
            <PlaceMemory>{PLACES[step]}</PlaceMemory>
          </div>
        </div>
        <section className="checkout-panel" aria-label="Behind it">
          <TimeControls />
          <ShopSwitches />
          <StateChart />
          <JournalList />
        </section>
      </div>
    </PlainRoomFrame>
  );
}

/** Brackets go through time, wherever the focus is, but not while somebody types. */
function useTimeKeys(): void {
  const { hub } = useSession();
  const { back, forward, shown } = useTimeTravel(hub);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '[') back();
      if (event.key === ']' && shown.kind === 'past') forward();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [back, forward, shown]);
}
