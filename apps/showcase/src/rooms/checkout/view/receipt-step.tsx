import { Button, Text } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import { recordCount } from '../machine/cart.ts';
import type { OrderBook } from '../shop/shop.ts';
import { money } from './money.ts';
import { StepHeading } from './step-heading.tsx';
import { useCheckout, useSession } from './use-checkout.ts';

/** Paid: what for, and what the bank has in its book. */
export function ReceiptStep() {
  const [{ context }, send] = useCheckout();
  const { newOrderId } = useSession();
  const { receipt, cart, forms, orderId } = context;
  if (receipt === undefined) return null;
  const count = recordCount(cart);
  const { name, street, postalCode, city, country } = forms.values;
  return (
    <section className="checkout-form" aria-label="Receipt">
      <StepHeading place="receipt">Thank you</StepHeading>
      <dl className="checkout-bill">
        <div>
          <dt>Receipt</dt>
          <dd data-testid="receipt">{receipt.number}</dd>
        </div>
        <div>
          <dt>{count === 1 ? '1 record' : `${count} records`} to</dt>
          <dd>{[name, street, `${postalCode} ${city}`.trim(), country].join(', ')}</dd>
        </div>
        <div>
          <dt>Paid by</dt>
          <dd>{receipt.paidBy}</dd>
        </div>
        <div className="checkout-total">
          <dt>Total</dt>
          <dd>{money(receipt.amountCents)}</dd>
        </div>
      </dl>
      <BankBook orderId={orderId} />
      <div className="checkout-actions">
        <Button size="3" onClick={() => send({ type: 'START_OVER', orderId: newOrderId() })}>
          Buy something else
        </Button>
      </div>
    </section>
  );
}

/** How often the bank was asked for this order, and how often it took money: that is what one would see of a double charge. */
function BankBook({ orderId }: { readonly orderId: string }) {
  const { shop } = useSession();
  const [book, setBook] = useState<OrderBook>();
  useEffect(() => {
    const ended = new AbortController();
    shop.book(orderId, ended.signal).then(setBook, () => {});
    return () => ended.abort();
  }, [shop, orderId]);
  if (book === undefined) return null;
  const asked = book.asked === 1 ? 'asked once' : `asked ${book.asked} times`;
  const charged = book.charges.length === 1 ? 'charged once' : `charged ${book.charges.length} times`;
  return (
    <Text as="p" size="2" color="gray" data-testid="bank-book" data-charges={book.charges.length}>
      The bank was {asked} for this order, and {charged}:{' '}
      {book.charges.map(({ amountCents }) => money(amountCents)).join(', ')}.
    </Text>
  );
}
