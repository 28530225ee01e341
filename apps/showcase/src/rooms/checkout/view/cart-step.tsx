import { Button, IconButton, Text } from '@radix-ui/themes';
import { ArrowRight, Minus, Plus, ShoppingBasket, Trash2 } from 'lucide-react';
import { type CartLine, goodsCents, MOST_OF_ONE } from '../machine/cart.ts';
import { money } from './money.ts';
import { RecordList } from './record-list.tsx';
import { StepHeading } from './step-heading.tsx';
import { useCheckout } from './use-checkout.ts';

/** Records are chosen; the shop is asked for what there is, and for nothing else yet. */
export function CartStep() {
  const [{ context }, send] = useCheckout();
  const { cart } = context;
  const inBasket = (albumId: string) => cart.find(({ album }) => album.id === albumId)?.quantity ?? 0;
  return (
    <div className="checkout-cart">
      <section className="checkout-basket" aria-label="Basket">
        <StepHeading place="cart">Your basket</StepHeading>
        {cart.length === 0 ? <NothingYet /> : <Lines />}
        <div className="checkout-actions">
          <Button
            size="3"
            aria-disabled={cart.length === 0}
            onClick={() => send({ type: 'PROCEED_TO_SHIPPING' })}
          >
            To the delivery <ArrowRight size={16} aria-hidden="true" />
          </Button>
        </div>
      </section>
      <RecordList inBasket={inBasket} onAdd={(album) => send({ type: 'ADD_ITEM', album })} />
    </div>
  );
}

function NothingYet() {
  return (
    <div className="checkout-nothing">
      <ShoppingBasket size={28} aria-hidden="true" />
      <Text as="p" size="2" color="gray">
        Nothing in it yet. Add a record from the shelves.
      </Text>
    </div>
  );
}

function Lines() {
  const [{ context }] = useCheckout();
  return (
    <>
      <ul className="checkout-lines">
        {context.cart.map((line) => (
          <Line key={line.album.id} line={line} />
        ))}
      </ul>
      <p className="checkout-sum">
        <span>Records</span>
        <strong className="checkout-number">{money(goodsCents(context.cart))}</strong>
      </p>
    </>
  );
}

function Line({ line: { album, quantity } }: { readonly line: CartLine }) {
  const [, send] = useCheckout();
  const most = Math.min(MOST_OF_ONE, album.stock);
  const set = (next: number) => send({ type: 'SET_QUANTITY', albumId: album.id, quantity: next });
  return (
    <li>
      <div className="checkout-record-words">
        <Text as="p" size="2" weight="medium" className="checkout-clip">
          {album.title}
        </Text>
        <Text as="p" size="1" color="gray" className="checkout-clip">
          {album.artist} · {money(album.priceCents)} each
        </Text>
      </div>
      <fieldset className="checkout-quantity">
        <legend className="visually-hidden">Quantity of {album.title}</legend>
        <IconButton
          size="1"
          variant="soft"
          color="gray"
          aria-label="One less"
          aria-disabled={quantity === 1}
          onClick={quantity === 1 ? undefined : () => set(quantity - 1)}
        >
          <Minus size={14} />
        </IconButton>
        <output className="checkout-number">{quantity}</output>
        <IconButton
          size="1"
          variant="soft"
          color="gray"
          aria-label="One more"
          aria-disabled={quantity === most}
          onClick={quantity === most ? undefined : () => set(quantity + 1)}
        >
          <Plus size={14} />
        </IconButton>
      </fieldset>
      <Text size="2" className="checkout-number">
        {money(album.priceCents * quantity)}
      </Text>
      <IconButton
        size="1"
        variant="ghost"
        color="gray"
        aria-label={`Remove ${album.title}`}
        onClick={() => send({ type: 'REMOVE_ITEM', albumId: album.id })}
      >
        <Trash2 size={15} />
      </IconButton>
    </li>
  );
}
