import { Button, Callout, Text } from '@radix-ui/themes';
import { useNow } from '../../../connection/use-now.ts';
import { MOST_ATTEMPTS } from '../machine/checkout-context.ts';
import { MayBePaid } from './may-be-paid.tsx';
import { useCheckout, useSession } from './use-checkout.ts';

/** An attempt is under way: there is nothing to do but to wait, and nothing that a reload would break. */
export function PaymentRunning() {
  const [{ context }] = useCheckout();
  return (
    <>
      <div className="checkout-bar" role="progressbar" aria-label="Waiting for the bank" />
      <Text as="p" size="2" color="gray">
        Attempt {context.attemptsInRow} of {MOST_ATTEMPTS}. Reload as often as you like: it goes on, and is
        charged once.
      </Text>
    </>
  );
}

export function PaymentRetrying() {
  const [{ context }, send] = useCheckout();
  const { actor, hub } = useSession();
  const isLive = hub.time.shown.kind === 'live';
  const nowMs = useNow(100, isLive);
  const [timer] = actor.hub.getShown().timers ?? [];
  const leftMs = timer === undefined ? 0 : Math.max(0, timer.dueAtMs - nowMs);
  return (
    <>
      <Callout.Root color="amber" size="1">
        <Callout.Text>{context.failure?.reason}</Callout.Text>
      </Callout.Root>
      <Text as="p" size="2" className="checkout-number">
        Attempt {context.attemptsInRow + 1} of {MOST_ATTEMPTS} begins in {(leftMs / 1_000).toFixed(1)} s.
      </Text>
      <div className="checkout-actions">
        <Button variant="soft" color="gray" onClick={() => send({ type: 'CHANGE_METHOD' })}>
          Other means
        </Button>
        <Button onClick={() => send({ type: 'RETRY_NOW' })}>Try now</Button>
      </div>
    </>
  );
}

export function PaymentFailed() {
  const [snapshot, send] = useCheckout();
  const { failure, mayBeCharged } = snapshot.context;
  const canTryAgain = snapshot.can({ type: 'TRY_AGAIN' });
  return (
    <>
      <Callout.Root color="red" size="1" role="alert">
        <Callout.Text>{failure?.reason}</Callout.Text>
      </Callout.Root>
      {mayBeCharged && <MayBePaid />}
      <div className="checkout-actions">
        {snapshot.can({ type: 'BACK_TO_SHIPPING' }) && (
          <Button variant="soft" color="gray" onClick={() => send({ type: 'BACK_TO_SHIPPING' })}>
            Delivery
          </Button>
        )}
        <Button variant="soft" color="gray" onClick={() => send({ type: 'CHANGE_METHOD' })}>
          Other means
        </Button>
        {canTryAgain && <Button onClick={() => send({ type: 'TRY_AGAIN' })}>Try again</Button>}
      </div>
    </>
  );
}
