import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export { browserPath, launchBrowser } from './launch-browser.ts';

/** An expectation that may take its time to come true, on a machine that is busy. */
export function eventually(read: () => Promise<unknown>): ReturnType<typeof expect.poll> {
  return expect.poll(read, { timeout: 20_000, interval: 50 });
}

/** One person's window on a document. */
export interface Window {
  readonly page: Page;
  readonly text: Locator;
  readonly pill: Locator;
  content(): Promise<string>;
  /** The lines of the list, each with a tick if it is done. */
  lines(): Promise<readonly string[]>;
  /** Puts the caret at a place and types there, as a person would. */
  typeAt(position: number | 'end', text: string): Promise<void>;
  addLine(title: string): Promise<void>;
  /** Opens the panel, uses the switch, and closes the panel. */
  network(mode: 'live' | 'cut'): Promise<void>;
}

export interface WindowOptions {
  readonly document: string;
  /** Names the window to the network switch, so that it can be opened again as the same one. */
  readonly label?: string;
  /** Leaves the tour open, as a first visitor sees it. */
  readonly withTour?: boolean;
}

/** Opens a document in a new window, and waits until it can be edited. */
export async function openWindow(
  context: BrowserContext,
  url: string,
  options: WindowOptions,
): Promise<Window> {
  const page = await context.newPage();
  if (options.withTour !== true) await closeTour(page);
  const address = new URL(`/page/${encodeURIComponent(options.document)}`, url);
  if (options.label !== undefined) address.searchParams.set('window', options.label);
  await page.goto(address.href);
  const window = windowOn(page);
  await window.text.waitFor({ timeout: 60_000 });
  return window;
}

/** Makes the page that of somebody who has closed the tour, which lies over the lower right corner. */
export async function closeTour(page: Page): Promise<void> {
  await page.addInitScript(() =>
    localStorage.setItem('statehouse.tour', JSON.stringify({ done: 0, isDismissed: true })),
  );
}

function windowOn(page: Page): Window {
  const text = page.getByRole('textbox', { name: 'Text' });
  const pill = page.getByTestId('connection');
  return {
    page,
    text,
    pill,
    content: () => text.inputValue(),
    lines: () =>
      page.locator('[data-task]').evaluateAll((lines) =>
        lines.map((line) => {
          const title = line.querySelector('input')?.value ?? '';
          return line.getAttribute('data-done') === 'true' ? `✓ ${title}` : title;
        }),
      ),
    async typeAt(position, typed) {
      await text.focus();
      await text.evaluate((element, at) => {
        if (!(element instanceof HTMLTextAreaElement)) return;
        const place = at === 'end' ? element.value.length : at;
        element.setSelectionRange(place, place);
      }, position);
      await page.keyboard.type(typed, { delay: 8 });
    },
    async addLine(title) {
      await page.getByRole('button', { name: 'Add a line' }).click();
      await page.locator('.task-title:focus').waitFor();
      await page.keyboard.type(title, { delay: 8 });
    },
    network: (mode) => switchNetwork(page, mode),
  };
}

/** What the switch in the panel can do to a window. */
export type NetworkMode = 'live' | 'slow' | 'lossy' | 'cut';

/** Opens the panel, uses the network switch, and closes the panel. */
export async function switchNetwork(page: Page, mode: NetworkMode): Promise<void> {
  await page.getByTestId('connection').click();
  const choice = page.getByRole('radio', { name: mode });
  await choice.click();
  await eventually(() => choice.getAttribute('aria-checked')).toBe('true');
  await page.keyboard.press('Escape');
  await page.getByTestId('dev-server').waitFor({ state: 'detached' });
}

/** Waits until all windows show the same and nothing waits, and answers with what they show. */
export async function settled(
  ...windows: readonly Window[]
): Promise<{ readonly content: string; readonly lines: readonly string[] }> {
  let shown: { readonly content: string; readonly lines: readonly string[] }[] = [];
  await expect
    .poll(
      async () => {
        shown = await Promise.all(
          windows.map(async (window) => ({ content: await window.content(), lines: await window.lines() })),
        );
        const states = await Promise.all(windows.map((window) => window.pill.textContent()));
        const isCalm = states.every((state) => state === 'Connection: live');
        return isCalm && new Set(shown.map((each) => JSON.stringify(each))).size === 1
          ? 'settled'
          : { states, shown };
      },
      { timeout: 40_000, interval: 100 },
    )
    .toBe('settled');
  return shown[0] ?? { content: '', lines: [] };
}
