import { pathOfPlainRoom } from '@statehouse/showcase/src/house/place.ts';
import type { BrowserContext, Page } from 'playwright-core';
import type { OpenHouse } from './open-house.ts';
import { closeTour } from './windows.ts';

type Moderator = 'mara' | 'tomas' | 'ines';

export interface AdminWindowOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A profile that is there already: another window of the same person. */
  readonly context?: BrowserContext;
  readonly moderator?: Moderator;
  /** What the address names in the room. */
  readonly inside?: readonly string[];
}

/** Opens the office, signs in, and waits until the list is there. */
export async function openAdmin(
  house: OpenHouse,
  {
    viewport = { width: 1440, height: 900 },
    context,
    moderator = 'mara',
    inside = ['posts'],
  }: AdminWindowOptions = {},
): Promise<Page> {
  const page = await (context ?? (await house.visitor({ viewport }))).newPage();
  await closeTour(page);
  await page.goto(new URL(pathOfPlainRoom('admin', inside), house.dev.url).href);
  await signIn(page, moderator);
  if (inside[0] === 'posts') await rows(page).first().waitFor();
  return page;
}

/** Opens the office in another window of a browser in which somebody has signed in. */
export async function openAgain(house: OpenHouse, context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await closeTour(page);
  await page.goto(new URL(pathOfPlainRoom('admin', ['posts']), house.dev.url).href);
  await rows(page).first().waitFor({ timeout: 60_000 });
  return page;
}

/** Fills in the form of the office, and waits until the desk is there. */
export async function signIn(page: Page, moderator: Moderator): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in to the office' }).waitFor({ timeout: 60_000 });
  await page.getByRole('combobox', { name: 'Moderator' }).click();
  await page.getByRole('option', { name: moderator }).click();
  await page.getByRole('button', { name: 'Fill it in' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.office-sections').waitFor();
}

export function rows(page: Page) {
  return page.locator('[data-post]');
}

/** The titles in the list, from the top. */
export function titles(page: Page): Promise<readonly string[]> {
  return page.locator('[data-post-link]').allTextContents();
}

/** Opens a panel, or leaves it open. */
export async function openPanel(page: Page, name: 'Queue' | 'History' | 'Server' | 'Usage'): Promise<void> {
  const tool = page.getByRole('group', { name: 'Panels' }).getByRole('button', { name });
  if ((await tool.getAttribute('aria-expanded')) !== 'true') await tool.click();
  await page.locator('.office-panel').waitFor();
}

/** Chooses how the server behaves towards this window, and waits until it does. */
export async function setServer(page: Page, mode: 'Well' | 'Slow' | 'Failing' | 'Away'): Promise<void> {
  await openPanel(page, 'Server');
  await page.getByRole('radio', { name: mode }).click();
  await page.getByRole('radio', { name: mode, checked: true }).waitFor();
}

/** Opens the first post, and gives it another title. */
export function renameFirst(page: Page, title: string): Promise<void> {
  return renameRow(page, 0, title);
}

/** Opens the post of a row, and gives it another title. */
export async function renameRow(page: Page, row: number, title: string): Promise<void> {
  await page.locator('[data-post-link]').nth(row).click();
  await page.getByRole('button', { name: 'Change the title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
}
