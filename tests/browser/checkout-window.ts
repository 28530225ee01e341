import type { BrowserContext, Locator, Page } from 'playwright-core';
import { eventually } from './windows.ts';

/** What can be seen of a checkout: the state of the machine, what is typed, what is in the basket and on the bill. */
export interface ShownCheckout {
  readonly state: string;
  readonly fields: readonly string[];
  readonly lists: readonly string[];
}

/** One person's window on the checkout. */
export interface CheckoutWindow {
  readonly page: Page;
  readonly place: Locator;
  state(): Promise<string>;
  shown(): Promise<ShownCheckout>;
  /** Waits until the machine is in a state. */
  reaches(state: string | RegExp): Promise<void>;
  button(name: string | RegExp): Locator;
  press(name: string | RegExp): Promise<void>;
  /** Waits until everything is kept on the device. */
  saved(): Promise<void>;
  /** How the shop is to behave. */
  shop(switches: { readonly checks?: RegExp; readonly bank?: RegExp }): Promise<void>;
  fillAddress(changes?: Readonly<Record<string, string>>): Promise<void>;
  reload(): Promise<void>;
}

const ADDRESS = {
  Name: 'Ada Lovelace',
  'Street and number': 'St James’s Square 12',
  'Postal code': 'SW1Y 4LE',
  City: 'London',
} as const;

export const RECORD = 'Saturday Orchestra';

/** Opens the checkout in a new window. */
export async function openCheckout(
  context: BrowserContext,
  url: string,
  label: string,
): Promise<CheckoutWindow> {
  const page = await context.newPage();
  await page.goto(new URL(`/checkout?window=${label}`, url).href);
  const window = windowOn(page);
  await page.getByTestId('state').waitFor({ timeout: 60_000 });
  return window;
}

function windowOn(page: Page): CheckoutWindow {
  const place = page.locator('.checkout-place');
  const state = async () => (await page.getByTestId('state').textContent()) ?? '';
  const button = (name: string | RegExp) => place.getByRole('button', { name, exact: true });
  const choose = async (label: string, option: RegExp) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option }).click();
  };
  return {
    page,
    place,
    state,
    button,
    press: (name) => button(name).click(),
    async shown() {
      const { fields, lists } = await place.evaluate((element) => ({
        fields: [...element.querySelectorAll('input, [role="combobox"]')].map((field) =>
          field instanceof HTMLInputElement
            ? `${field.type}:${field.checked}:${field.value}`
            : (field.textContent ?? ''),
        ),
        lists: [
          ...element.querySelectorAll('.checkout-lines, .checkout-bill, [role="alert"], .checkout-problem'),
        ].map(({ textContent }) => textContent ?? ''),
      }));
      return { state: await state(), fields, lists };
    },
    async reaches(wanted) {
      const expected = eventually(state);
      if (typeof wanted === 'string') await expected.toBe(wanted);
      else await expected.toMatch(wanted);
    },
    async saved() {
      await page.getByTestId('kept').filter({ hasText: 'All of it is kept' }).waitFor();
    },
    async shop({ checks, bank }) {
      if (checks !== undefined) await choose('Address check', checks);
      if (bank !== undefined) await choose('The bank', bank);
    },
    async fillAddress(changes = {}) {
      for (const [label, value] of Object.entries({ ...ADDRESS, ...changes }))
        await place.getByLabel(label, { exact: true }).fill(value);
      await place.getByRole('combobox', { name: 'Country' }).click();
      await page.getByRole('option', { name: 'United Kingdom' }).click();
    },
    async reload() {
      await page.reload();
      await page.getByTestId('state').waitFor({ timeout: 60_000 });
    },
  };
}
