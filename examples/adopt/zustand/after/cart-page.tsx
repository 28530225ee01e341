import type { ReactNode } from 'react';
import { useCart } from './cart.ts';

export function CartPage(): ReactNode {
  const items = useCart((cart) => cart.items);
  const { isOpen, toggle } = useCart();
  return (
    <section>
      <button type="button" onClick={toggle}>
        {items.length} in the cart
      </button>
      {isOpen && <p>{items.join(', ')}</p>}
    </section>
  );
}
