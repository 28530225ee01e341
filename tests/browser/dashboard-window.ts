import type { BrowserContext, Locator, Page } from 'playwright-core';

/** One person's window on the dashboard. */
export interface DashboardWindow {
  readonly page: Page;
  /** How the stream of figures stands, in words. */
  readonly stream: Locator;
  readonly circuit: Locator;
  readonly held: Locator;
  /** A card by its title. */
  card(title: string): Locator;
  /** What a line of a card shows now. */
  now(title: string, line: string): Promise<string>;
}

/** Opens the dashboard in a new window, and waits until figures flow. */
export async function openDashboard(context: BrowserContext, url: string): Promise<DashboardWindow> {
  const page = await context.newPage();
  await page.goto(new URL('/dashboard', url).href);
  const stream = page.getByTestId('stream');
  await stream.filter({ hasText: 'Streaming' }).waitFor({ timeout: 60_000 });
  const card = (title: string) => page.getByRole('region', { name: title, exact: true });
  return {
    page,
    stream,
    circuit: page.getByTestId('circuit'),
    held: page.getByTestId('held'),
    card,
    async now(title, line) {
      const value = card(title).locator('dl > div').filter({ hasText: line }).locator('dd');
      return (await value.textContent()) ?? '';
    },
  };
}
