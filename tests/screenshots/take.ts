import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openPanel, setServer, signIn } from '../browser/admin-window.ts';
import { type DevServer, startDev, temporaryFolder } from '../browser/dev-process.ts';
import { browserPath, launchBrowser } from '../browser/launch-browser.ts';

/**
 * Takes every room of the showcase, wide and narrow, light and dark, with two people in it, into docs/screenshots.
 *
 * Usage: npm run screenshots [-- part of a picture's name…]
 */
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const SCHEMES = ['light', 'dark'] as const;

type Size = keyof typeof SIZES;
type Scheme = (typeof SCHEMES)[number];

/** One room, and what the two people in it do before the picture is taken. */
interface Scene {
  readonly name: string;
  readonly path: string;
  /** What the second person does, seen from the first one's window. */
  stage?(guest: Page, host: Page, size: Size): Promise<void>;
}

const SCENES: readonly Scene[] = [
  { name: 'plan', path: '/', stage: async (guest) => visit(guest, '/board/roadmap') },
  {
    name: 'board-roadmap',
    path: '/board/roadmap',
    async stage(guest, host) {
      await visit(guest, '/board/roadmap');
      await select(guest, 'It has to hold on');
      await select(host, 'Draw the lamp');
    },
  },
  {
    name: 'board-meeting-notes',
    path: '/board/meeting',
    async stage(guest, host, size) {
      await visit(guest, '/board/meeting');
      await guest.getByRole('button', { name: 'Notes', exact: true }).click();
      const text = guest.getByRole('textbox', { name: 'Notes' });
      await text.click({ position: { x: 200, y: 130 } });
      await guest.keyboard.press('Shift+End');
      if (size === 'wide') await host.getByRole('button', { name: 'Notes', exact: true }).click();
    },
  },
  {
    name: 'board-floor-plan',
    path: '/board/floor-plan',
    async stage(guest) {
      await visit(guest, '/board/floor-plan');
      await select(guest, 'Table saw');
    },
  },
  {
    name: 'feed',
    path: '/feed/home',
    async stage(guest, host) {
      await visit(guest, '/feed/home');
      const first = guest.getByRole('article').first();
      await first.getByRole('button', { name: /^Like/ }).click();
      await host.getByRole('switch').click();
      await host.getByRole('button', { name: /new posts$/ }).waitFor();
      await host.getByRole('switch').click();
    },
  },
  {
    name: 'blog',
    path: '/blog/journal',
    async stage(guest, host, size) {
      await visit(guest, '/blog/journal');
      for (const page of size === 'wide' ? [guest, host] : [guest])
        await page.locator('.post-entry').nth(1).click();
      const words = 'The same oven here. Try it without the fan first.';
      // The house is the same for all pictures: it is said once.
      if ((await guest.getByText(words).count()) > 0) return;
      await guest.getByLabel('Your comment').fill(words);
      await guest.getByRole('button', { name: 'Comment', exact: true }).click();
    },
  },
  {
    name: 'admin',
    path: '/admin/posts',
    async stage(guest, host) {
      await signIn(host, 'mara');
      await visit(guest, '/admin/posts');
      await signIn(guest, 'tomas');
      await host.locator('[data-post-link]').nth(2).click();
      await host.locator('.office-pane-title').waitFor();
    },
  },
  {
    name: 'admin-away',
    path: '/admin/posts',
    async stage(_, host) {
      await signIn(host, 'mara');
      await setServer(host, 'Away');
      if (host.viewportSize()?.width === SIZES.narrow.width)
        await host.getByRole('button', { name: 'Close the panel' }).click();
      for (const key of ['a', 'h', 'l']) {
        await host.locator('[data-post-link]').first().focus();
        await host.keyboard.press(key);
      }
      await openPanel(host, 'Queue');
      await host.getByTestId('queued').nth(2).waitFor();
    },
  },
  {
    name: 'checkout',
    path: '/checkout',
    async stage(_, host) {
      await host.getByRole('button', { name: 'Add Kettle, Kettle' }).click();
      await host.getByRole('button', { name: 'Add Seven Ladders' }).click();
      await host.getByRole('button', { name: 'To the delivery' }).click();
      await host.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
      await host.getByLabel('Street and number').fill('St James’s Square 12');
      await host.getByLabel('Postal code').fill('12345');
      await host.getByLabel('City').fill('London');
      await host.getByRole('combobox', { name: 'Country' }).click();
      await host.getByRole('option', { name: 'United Kingdom' }).click();
      await host.getByRole('button', { name: 'To the payment' }).click();
      await host.getByText('look like N1 5LH').waitFor();
    },
  },
  {
    name: 'dashboard',
    path: '/dashboard',
    async stage(guest, host) {
      await visit(guest, '/page/welcome');
      const text = guest.getByRole('textbox', { name: 'Text' });
      await text.click();
      // Letters that are taken away again: the page is in other pictures too.
      for (let round = 0; round < 6; round += 1) {
        await guest.keyboard.type('Live figures', { delay: 60 });
        for (let letter = 0; letter < 12; letter += 1) await guest.keyboard.press('Backspace', { delay: 30 });
      }
      await host.getByRole('button', { name: '10,000 events' }).click();
      await host.locator('[data-burst="over"]').waitFor();
    },
  },
  {
    name: 'page',
    path: '/page/welcome',
    async stage(guest) {
      await visit(guest, '/page/welcome');
      await guest.getByRole('textbox', { name: 'Text' }).click();
    },
  },
];

await run(process.argv.slice(2));

async function run(wanted: readonly string[]): Promise<void> {
  if (browserPath === undefined) throw new Error('STATEHOUSE_BROWSER=none: pictures need a browser.');
  mkdirSync(FOLDER, { recursive: true });
  const data = temporaryFolder();
  // The pictures are part of the documentation: what they show is our own.
  process.env.STATEHOUSE_DATA = `${data.path}/none`;
  const house = await startDev(data.path);
  const browser = await launchBrowser(browserPath);
  try {
    for (const scene of SCENES)
      for (const size of ['wide', 'narrow'] as const)
        for (const scheme of SCHEMES) {
          const name = `${scene.name}-${size}-${scheme}`;
          if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
          await take(browser, house, scene, size, scheme, `${FOLDER}${name}.png`);
          console.log(`docs/screenshots/${name}.png`);
        }
  } finally {
    await browser.close();
    await house.stop();
    data.remove();
  }
}

async function take(
  browser: Browser,
  house: DevServer,
  scene: Scene,
  size: Size,
  scheme: Scheme,
  file: string,
): Promise<void> {
  const host = await person(browser, house, 'Ada', 0, SIZES[size], scheme);
  const guest = await person(browser, house, 'Grace', 3, SIZES.wide, scheme);
  await visit(host, scene.path);
  await scene.stage?.(guest, host, size);
  // Presence is on its way, and what moved comes to rest.
  await host.waitForTimeout(700);
  await host.screenshot({ path: file });
  await Promise.all([host.context().close(), guest.context().close()]);
}

async function person(
  browser: Browser,
  house: DevServer,
  name: string,
  color: number,
  viewport: { readonly width: number; readonly height: number },
  colorScheme: Scheme,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: house.url,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
  });
  await context.addInitScript((persona) => {
    sessionStorage.setItem('statehouse.persona', persona);
  }, JSON.stringify({ name, color }));
  return context.newPage();
}

/** Opens a room, waits until it is there, and puts the tour away. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByTestId('connection').filter({ hasText: 'live' }).waitFor();
  const away = page.getByRole('button', { name: /close the tour|dismiss the tour/i });
  if (path !== '/') await away.click({ timeout: 3_000 }).catch(() => {});
}

/** Selects an element by its words, and leaves the pointer on it. */
async function select(page: Page, words: string): Promise<void> {
  const element = page.getByRole('group', { name: new RegExp(words) });
  const box = await element.boundingBox();
  if (box === null) return;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.8);
}
