import { createHub, createPlainStore } from '@statehouse/hub';
import { createRedactor, exportRecording, parseRecording, replayRecording } from '@statehouse/hub/recording';

interface Cart {
  readonly items: readonly string[];
  readonly token: string;
}
type CartAction =
  | { readonly type: 'signed in'; readonly token: string }
  | { readonly type: 'added'; readonly item: string };

function reduceCart(cart: Cart, action: CartAction): Cart {
  if (action.type === 'signed in') return { ...cart, token: action.token };
  return { ...cart, items: [...cart.items, action.item] };
}

// In production: whatever happened, without the token.
const hub = createHub();
const cart = hub.add(
  'cart',
  createPlainStore<Cart, CartAction>({ initial: { items: [], token: '' }, reduce: reduceCart }),
);
cart.dispatch({ type: 'signed in', token: 'not for your eyes' });
for (const item of ['rye', 'oil', 'tea']) cart.dispatch({ type: 'added', item });
const redactor = createRedactor({ sensitive: ['token'], key: 'thirty-two random bytes, rather' });
const file = [...exportRecording(hub, { redactor, note: 'the cart is empty, they say' })].join('');
console.log(file.includes('not for your eyes'), file.includes('⟦secret:'));

// At home: the same inputs, and the same state after each of them.
const recording = parseRecording(file);
const same = await replayRecording(recording, { stores: { cart: reduceCart }, redactor });
console.log(same.ok && JSON.stringify([same.entries, same.madeAgain, same.states.get('cart')]));

// After a change that loses every third item: the first entry at which it shows.
const lossy = (before: Cart, action: CartAction) =>
  before.items.length === 2 && action.type === 'added' ? before : reduceCart(before, action);
const other = await replayRecording(recording, { stores: { cart: lossy }, redactor });
console.log(!other.ok && [other.entry, other.store, other.path, other.recorded, other.replayed]);
