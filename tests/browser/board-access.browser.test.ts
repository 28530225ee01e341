import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { settledBoards } from './board-windows.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const KINDS = ['rectangle', 'ellipse', 'diamond', 'note', 'frame', 'text'] as const;
const COLORS = ['slate', 'iris', 'blue', 'teal', 'grass', 'amber', 'orange', 'red', 'pink'] as const;
const WIDE = { width: 1100, height: 750 };
const NARROW = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(`axe on a board${reason}`, () => {
  const house = boardHouse('access');

  test.each([
    ['wide', 'light', WIDE],
    ['wide', 'dark', WIDE],
    ['narrow', 'light', NARROW],
    ['narrow', 'dark', NARROW],
  ] as const)(
    'finds nothing serious on a %s board in the %s, with selection, conflict, notes and dialog',
    async (width, colorScheme, viewport) => {
      await house.make(
        COLORS.map((color, index) => ({
          id: color,
          kind: KINDS[index % KINDS.length] ?? 'note',
          x: (index % 3) * 240,
          y: Math.floor(index / 3) * 190,
          height: 120,
          color,
          label: `A ${color} thing`,
        })),
        '# Notes\n\nWith some words.',
      );
      await house.profile(`${width} ${colorScheme}`, { viewport, colorScheme });
      const other = await house.join('other');
      await house.dev.control('/dev/network', { window: 'other', mode: 'cut' });
      const window = await house.open(`${width} ${colorScheme}`);
      const { page } = window;
      const found: Record<string, unknown> = {};
      const look = async (what: string) => {
        found[what] = await seriousProblems(page);
      };
      await look('at rest');
      await window.select('blue');
      await page.keyboard.press('3');
      await page.keyboard.press('8');
      await settledBoards(window);
      await look('selection');
      other.document.transact((tx) => tx.elements.modify('blue', { color: 'pink' }));
      await house.dev.control('/dev/network', { window: 'other', mode: 'live' });
      const marker = page.getByRole('button', { name: /^Conflict on/ });
      await marker.waitFor();
      other.document.presence.set({ name: 'Other', color: 2, data: { at: [100, 100], sel: ['slate'] } });
      await page.locator('[data-peer="Other"]').waitFor();
      await marker.click();
      await page.getByRole('button', { name: 'Take mine' }).waitFor();
      await look('conflict');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Take mine' }).waitFor({ state: 'detached' });
      await window.write('blue');
      await look('writing');
      await page.keyboard.press('Escape');
      await window.openNotes();
      await look('notes');
      await page.getByRole('button', { name: 'Close the notes' }).click();
      await page.getByRole('button', { name: 'Show the keys' }).click();
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await look('keys');
      await page.keyboard.press('Escape');
      await eventually(() => page.getByRole('dialog').count()).toBe(0);
      await other.leave();
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((what) => [what, []])));
      await page.close();
    },
  );
});
