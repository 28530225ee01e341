import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PLACES, payByCard, toAddress, toBasket, toCard } from './checkout-ways.ts';
import { type CheckoutWindow, openCheckout, RECORD } from './checkout-window.ts';
import { openHouse } from './open-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };
const CARD = '4242 4242 4242 4242';

/** From wherever it is to the receipt, with a shop that does its best. */
async function finish(window: CheckoutWindow): Promise<void> {
  const state = await window.state();
  if (!/^shipping.validating|^payment.processing/.test(state) && state !== 'receipt')
    await window.shop({ checks: /at once/, bank: /charges at once/ });
  for (let step = 0; step < 20; step += 1) {
    const now = await window.state();
    if (now === 'receipt') return;
    await nextStep(window, now);
    await eventually(window.state).not.toBe(now);
  }
}

async function nextStep(window: CheckoutWindow, state: string): Promise<void> {
  if (state === 'cart') {
    await window.press(`Add ${RECORD}`);
    await window.press('To the delivery');
  } else if (state === 'shipping.entering') {
    await window.fillAddress();
    await window.place.getByRole('radio', { name: 'Standard' }).click();
    await window.press('To the payment');
  } else if (state === 'payment.selecting') await window.press(/^Card/);
  else if (state === 'payment.card') await payByCard(window);
  else if (state === 'payment.paypal' || state === 'payment.crypto') await window.press('Other means');
  else if (state === 'payment.failed') await window.press('Try again');
}

/** What the bank has taken for the order of a receipt. */
async function expectOneCharge({ page }: CheckoutWindow): Promise<void> {
  const book = page.getByTestId('bank-book');
  await book.waitFor();
  expect(await book.getAttribute('data-charges')).toBe('1');
}

describe.skipIf(browserPath === undefined)(`the checkout${reason}`, () => {
  const house = openHouse({ data: 'none', isWatched: true });

  async function visit(label: string, options: BrowserContextOptions = WIDE): Promise<CheckoutWindow> {
    return openCheckout(await house.visitor(options), house.dev.url, label);
  }

  test.for(PLACES)(
    'reloaded at $name it is as it was, and in the end charged once',
    async ({ way, state, name }) => {
      const window = await visit(name.replaceAll(/\W/g, ''));
      await way(window);
      await window.reaches(state);
      await window.saved();
      const before = await window.shown();
      await window.reload();
      const after = await window.shown();
      // The card's own fields are nowhere kept, and that is the point.
      const fields = state === 'payment.card' ? ['text:false:', 'text:false:', 'text:false:'] : before.fields;
      expect(after).toEqual({ ...before, fields });
      await finish(window);
      await expectOneCharge(window);
    },
  );

  test('reloaded between two attempts it goes on waiting, and makes the next', async () => {
    const window = await visit('between');
    await toCard(window);
    await window.shop({ bank: /is away/ });
    await payByCard(window);
    await window.reaches('payment.retrying');
    await window.saved();
    const beganMs = Date.now();
    await window.reload();
    const state = await window.state();
    // On a machine that takes more than two seconds for a page the wait is over by then.
    if (Date.now() - beganMs < 1_500) expect(state).toBe('payment.retrying');
    expect(state).toMatch(/^payment\.(retrying|processing)$/);
    await window.reaches('payment.failed');
    await finish(window);
    await expectOneCharge(window);
  });

  test('a whole purchase by keyboard alone', async () => {
    const window = await visit('keys');
    const { page } = window;
    await tabTo(page, `Add ${RECORD}`);
    await page.keyboard.press('Enter');
    await tabTo(page, 'To the delivery', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await eventually(() => focused(page)).toBe('Where shall it go?');
    for (const [label, text] of [
      ['Name', 'Ada Lovelace'],
      ['Street and number', 'St James’s Square 12'],
      ['Postal code', 'SW1Y 4LE'],
      ['City', 'London'],
    ] as const) {
      await tabTo(page, label);
      await page.keyboard.type(text);
    }
    await tabTo(page, 'Country');
    await page.keyboard.press('Enter');
    // The list takes the focus, and moves it to what is typed, a moment after the key.
    const lit = () => page.locator('[role="option"][data-highlighted]').allTextContents();
    await eventually(lit).toHaveLength(1);
    await page.keyboard.type('United K');
    await eventually(lit).toEqual(['United Kingdom']);
    await page.keyboard.press('Enter');
    await eventually(() => page.getByRole('combobox', { name: 'Country' }).textContent()).toBe(
      'United Kingdom',
    );
    await tabTo(page, 'To the payment');
    await page.keyboard.press('Enter');
    await eventually(() => focused(page)).toBe('How will you pay?');
    await tabTo(page, /^Card/);
    await page.keyboard.press('Enter');
    for (const [label, text] of [
      ['Card number', CARD],
      ['Month and year', '12/40'],
      ['Code', '123'],
    ] as const) {
      await tabTo(page, label);
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await window.reaches('receipt');
    await eventually(() => focused(page)).toBe('Thank you');
    await expectOneCharge(window);
  });

  test('nothing is said of empty fields before the form is handed in; then the first that is wrong has the focus', async () => {
    const window = await visit('empty');
    await toAddress(window);
    const { page, place } = window;
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('Tab');
    expect(await place.locator('[aria-invalid="true"]').count()).toBe(0);
    await window.press('To the payment');
    await eventually(() => place.locator('[aria-invalid="true"]').count()).toBe(4);
    expect(await focused(page)).toBe('Name');
    expect(await window.state()).toBe('shipping.entering');
    const name = place.getByLabel('Name', { exact: true });
    const described = await name.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).textContent()).toBe('Say who it is for.');
  });

  test('a card’s number is in no storage, no journal and no address', async () => {
    const window = await visit('secret');
    await toCard(window);
    await window.shop({ bank: /declines/ });
    await payByCard(window);
    await window.reaches('payment.retrying');
    await window.saved();
    const kept = await window.page.evaluate(everythingKept);
    expect(kept).toContain('Visa ending in 4242');
    expect(kept).not.toMatch(/4242\s?4242/);
    expect(await window.page.getByRole('region', { name: 'Journal' }).textContent()).not.toMatch(
      /4242\s?4242/,
    );
  });

  test('a lost answer and a server that is killed charge nobody twice', async () => {
    const window = await visit('lost');
    await toCard(window);
    await window.shop({ bank: /answer is lost/ });
    await payByCard(window);
    await window.reaches('payment.retrying');
    await house.dev.control('/dev/kill');
    await window.reaches('payment.failed');
    await window.place.getByText('may be paid already').waitFor();
    expect(await window.button('Delivery').count()).toBe(0);
    await window.reload();
    expect(await window.state()).toBe('payment.failed');
    await house.dev.control('/dev/restart');
    await window.shop({ bank: /charges at once/ });
    await eventually(async () => {
      if ((await window.state()) === 'payment.failed') await window.press('Try again');
      return window.state();
    }).toBe('receipt');
    await expectOneCharge(window);
  });

  test('going back in time shows how it was, lets nobody change it, and comes back to now', async () => {
    const window = await visit('time');
    await toAddress(window);
    await window.place.getByLabel('City').fill('London');
    const { page } = window;
    await eventually(async () => {
      await page.getByRole('button', { name: 'Step back' }).click();
      return window.place.getByLabel('City').inputValue();
    }).toBe('');
    for (let step = 0; step < 12; step += 1) {
      if ((await window.state()) === 'cart') break;
      await page.getByRole('button', { name: 'Step back' }).click();
    }
    expect(await window.state()).toBe('cart');
    expect(await window.place.evaluate((element) => element.closest('[inert]') !== null)).toBe(true);
    await page.getByRole('button', { name: 'Back to now' }).click();
    expect(await window.state()).toBe('shipping.entering');
    expect(await window.place.getByLabel('City').inputValue()).toBe('London');
  });

  test.for([
    { name: 'wide and light', options: { ...WIDE, colorScheme: 'light', reducedMotion: 'reduce' } },
    { name: 'on a phone and dark', options: { ...PHONE, colorScheme: 'dark', reducedMotion: 'reduce' } },
  ] as const)(
    'axe finds nothing serious, $name, and nothing is wider than the window',
    async ({ name, options }) => {
      const window = await visit(`axe${name.length}`, options);
      const look = async (place: string) => {
        const problems = await seriousProblems(window.page);
        const isNarrow = await window.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
        expect({ place, problems, isNarrow }).toEqual({ place, problems: [], isNarrow: true });
      };
      await toBasket(window);
      await look('basket');
      await window.press('To the delivery');
      await window.press('To the payment');
      await look('address');
      await window.fillAddress();
      await window.press('To the payment');
      await window.reaches('payment.selecting');
      await look('means');
      await window.press(/^Card/);
      await look('card');
      await window.shop({ bank: /declines/ });
      await payByCard(window);
      await window.reaches('payment.failed');
      await look('failed');
      await window.page.getByRole('button', { name: 'Step back' }).click();
      await look('past');
    },
  );
});

/** The name of what has the focus: its label, or its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.id ? document.querySelector(`label[for="${element.id}"]`) : null;
    return (element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent ?? '').trim();
  });
}

/** Goes on with the Tab key until something of a name has the focus. */
async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    const here = await focused(page);
    if (typeof name === 'string' ? here === name : name.test(here)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The Tab key never came to ${name}.`);
}

/** Everything that the page keeps, as one text. */
async function everythingKept(): Promise<string> {
  const found: string[] = [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const result = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name ?? ''));
    for (const store of database.objectStoreNames) {
      const values = await result(database.transaction(store).objectStore(store).getAll());
      found.push(JSON.stringify(values));
    }
    database.close();
  }
  return found.join('\n');
}
