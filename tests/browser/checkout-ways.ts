import { type CheckoutWindow, RECORD } from './checkout-window.ts';

/** How a person comes somewhere. */
export type Way = (window: CheckoutWindow) => Promise<void>;

export const toBasket: Way = async ({ press, reaches }) => {
  await press(`Add ${RECORD}`);
  await reaches('cart');
};

export const toAddress: Way = async (window) => {
  await toBasket(window);
  await window.press('To the delivery');
  await window.reaches('shipping.entering');
};

export const toMeans: Way = async (window) => {
  await toAddress(window);
  await window.fillAddress();
  await window.press('To the payment');
  await window.reaches('payment.selecting');
};

export const toCard: Way = async (window) => {
  await toMeans(window);
  await window.press(/^Card/);
  await window.reaches('payment.card');
};

export const payByCard: Way = async ({ press }) => {
  await press('Use the test card');
  await press(/^Pay \$/);
};

/** Each state that can be looked at, and how a person comes there. */
export const PLACES: readonly { readonly state: string; readonly name: string; readonly way: Way }[] = [
  { state: 'cart', name: 'an empty basket', way: async () => {} },
  { state: 'cart', name: 'a basket', way: toBasket },
  {
    state: 'shipping.entering',
    name: 'half an address',
    async way(window) {
      await toAddress(window);
      await window.place.getByLabel('Street and number').fill('St Ja');
      await window.place.getByRole('radio', { name: 'Express' }).click();
    },
  },
  {
    state: 'shipping.entering',
    name: 'an address with objections',
    async way(window) {
      await toAddress(window);
      await window.fillAddress({ 'Postal code': '12345' });
      await window.press('To the payment');
      await window.place.getByText('look like N1 5LH').waitFor();
    },
  },
  {
    state: 'shipping.validating.{address.checking, delivery.calculating}',
    name: 'both checks',
    async way(window) {
      await toAddress(window);
      await window.fillAddress();
      await window.shop({ checks: /two seconds/ });
      await window.press('To the payment');
    },
  },
  { state: 'payment.selecting', name: 'the means', way: toMeans },
  { state: 'payment.card', name: 'a card', way: toCard },
  {
    state: 'payment.paypal',
    name: 'half an address of PayPal',
    async way(window) {
      await toMeans(window);
      await window.press(/^PayPal/);
      await window.place.getByLabel('E-mail').fill('ada@');
      await window.press(/^Pay \$/);
      await window.place.getByText('has a name, an @').waitFor();
    },
  },
  {
    state: 'payment.crypto',
    name: 'a wallet',
    async way(window) {
      await toMeans(window);
      await window.press(/^Crypto/);
      await window.place.getByLabel('Wallet').fill('0xabc');
    },
  },
  {
    state: 'payment.processing',
    name: 'a payment that takes its time',
    async way(window) {
      await toCard(window);
      await window.shop({ bank: /three seconds/ });
      await payByCard(window);
    },
  },
  {
    state: 'payment.failed',
    name: 'three that were declined',
    async way(window) {
      await toCard(window);
      await window.shop({ bank: /declines/ });
      await payByCard(window);
      await window.reaches('payment.failed');
    },
  },
  {
    state: 'receipt',
    name: 'the receipt',
    async way(window) {
      await toCard(window);
      await payByCard(window);
    },
  },
];
