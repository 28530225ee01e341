import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { type BoardWindow, settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`words on and beside a board${reason}`, () => {
  const house = boardHouse('words');
  const box = { id: 'box', kind: 'rectangle', color: 'iris' } as const;
  const note = { id: 'note', kind: 'note', x: 250, y: -100, width: 180, height: 180 } as const;
  const corner = { id: 'corner', kind: 'ellipse', x: 250, y: 200, width: 80, height: 80 } as const;

  const open = async () => Promise.all([house.open('Ada'), house.open('Ben')]);

  async function openNotes(...windows: readonly BoardWindow[]): Promise<void> {
    await Promise.all(windows.map((window) => window.openNotes()));
  }

  async function undo(window: BoardWindow): Promise<void> {
    await window.page.getByRole('button', { name: 'Undo' }).click();
  }

  test('two write in one paragraph at once, and each word is there once and whole', async () => {
    await house.make([corner], 'The middle stays.');
    const [ada, ben] = await open();
    await openNotes(ada, ben);
    await ada.page.keyboard.press('Control+Home');
    await ben.page.keyboard.press('Control+End');
    await Promise.all([
      ada.page.keyboard.type('Ada writes at the front. ', { delay: 8 }),
      ben.page.keyboard.type(' Ben writes at the back.', { delay: 8 }),
    ]);
    const both = 'Ada writes at the front. The middle stays. Ben writes at the back.';
    expect((await settledBoards(ada, ben)).notes).toBe(both);
    await Promise.all([ada, ben].map(({ page }) => page.keyboard.press('Control+Home')));
    await Promise.all([
      ada.page.keyboard.type('aaaaaaaaaaaa', { delay: 8 }),
      ben.page.keyboard.type('bbbbbbbbbbbb', { delay: 8 }),
    ]);
    expect((await settledBoards(ada, ben)).notes).toMatch(/^(a{12}b{12}|b{12}a{12})Ada writes/);
  });

  test('a composition goes on while the other writes in the same paragraph, and both see all of it', async () => {
    await house.make([corner], 'ab');
    const [ada, ben] = await open();
    await openNotes(ada, ben);
    await ada.page.keyboard.press('Control+Home');
    await ada.page.keyboard.press('ArrowRight');
    const devtools = await ada.page.context().newCDPSession(ada.page);
    await devtools.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 });
    await ben.page.keyboard.press('Control+Home');
    await ben.page.keyboard.type('>> ', { delay: 8 });
    await eventually(async () => (await ben.shown()).notes).toBe('>> aかb');
    expect((await ada.shown()).notes).toBe('aかb');
    await devtools.send('Input.imeSetComposition', { text: 'かき', selectionStart: 2, selectionEnd: 2 });
    await ben.page.keyboard.press('Control+End');
    await ben.page.keyboard.type(' <<', { delay: 8 });
    await devtools.send('Input.insertText', { text: '柿' });
    expect((await settledBoards(ada, ben)).notes).toBe('>> a柿b <<');
    await ada.page.keyboard.type('!');
    expect((await settledBoards(ada, ben)).notes).toBe('>> a柿!b <<');
    await devtools.detach();
  });

  test('letters that are keys elsewhere are letters in the notes, and on an element', async () => {
    await house.make([corner], '');
    const [ada] = await open();
    await openNotes(ada);
    await ada.page.keyboard.type('n? r! 0+1');
    await eventually(async () => (await ada.shown()).notes).toBe('n? r! 0+1');
    await ada.page.getByRole('button', { name: 'Close the notes' }).click();
    await ada.write('corner');
    await ada.page.keyboard.type('?');
    await eventually(async () => (await ada.element('corner')).label).toMatch(/\?$/);
    expect(await ada.page.getByRole('dialog').count()).toBe(0);
    expect((await ada.shown()).elements).toHaveLength(1);
  });

  test('the caret of the other stands in the notes where it is, with the name, and goes with them', async () => {
    await house.make([corner], 'hello');
    const [ada, ben] = await open();
    await openNotes(ada, ben);
    await ben.page.keyboard.press('Control+Home');
    await ben.page.keyboard.press('ArrowRight');
    const caret = ada.page.locator('.notes').getByTestId('remote-caret');
    await eventually(() => caret.getAttribute('data-name')).toBe('Ben');
    const before = () =>
      caret.evaluate((flag) => {
        const range = document.createRange();
        range.setStart(flag.closest('.cm-line') ?? flag, 0);
        range.setEndBefore(flag);
        return range.toString();
      });
    await eventually(before).toBe('h');
    await ada.page.keyboard.press('Control+Home');
    await ada.page.keyboard.type('Oh, ');
    await eventually(before).toBe('Oh, h');
    await ben.page.getByRole('button', { name: 'Close the notes' }).click();
    await caret.waitFor({ state: 'detached' });
  });

  test('two write on one sticky note at once, and see each other there', async () => {
    await house.make([{ ...note, label: 'Shared. ' }, corner]);
    const [ada, ben] = await open();
    await Promise.all([ada.write('note'), ben.write('note')]);
    await Promise.all([
      ada.page.keyboard.type('Ada, Ada, Ada. ', { delay: 8 }),
      ben.page.keyboard.type('Ben, Ben, Ben. ', { delay: 8 }),
    ]);
    const caret = ada.page.locator('.label-editor').getByTestId('remote-caret');
    await eventually(() => caret.getAttribute('data-name')).toBe('Ben');
    await settledBoards(ada, ben);
    expect(['Shared. Ada, Ada, Ada. Ben, Ben, Ben. ', 'Shared. Ben, Ben, Ben. Ada, Ada, Ada. ']).toContain(
      (await ada.element('note')).label,
    );
    await ada.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Escape');
    await settledBoards(ada, ben);
  });

  test('undo and redo take back what this window did, and nothing of the other', async () => {
    await house.make([box, note, corner]);
    const [ada, ben] = await open();
    await ada.drag('box', { x: -250, y: 0 });
    await ada.page.keyboard.press('8');
    await settledBoards(ada, ben);
    await ben.drag('note', { x: 0, y: 30 });
    const made = await ben.draw('Diamond', { x: -120, y: 200 }, { x: -20, y: 270 });
    const all = await settledBoards(ada, ben);
    await undo(ada);
    await settledBoards(ada, ben);
    expect(await ben.element('box')).toMatchObject({ x: -250, color: 'iris' });
    await undo(ada);
    await settledBoards(ada, ben);
    expect(await ben.element('box')).toMatchObject({ x: 0 });
    expect(await ada.element('note')).toMatchObject({ y: -70 });
    expect((await ada.element(made)).kind).toBe('diamond');
    await ada.stage.press('Control+Shift+z');
    await ada.stage.press('Control+y');
    expect((await settledBoards(ada, ben)).elements).toEqual(all.elements);
    await undo(ben);
    await undo(ben);
    await settledBoards(ada, ben);
    expect(await ada.element('note')).toMatchObject({ y: -100 });
    expect((await ada.shown()).elements).toHaveLength(3);
  });

  test('what cannot be undone is not, and the notice says why', async () => {
    await house.make([box, note, corner]);
    const [ada, ben] = await open();
    await ada.drag('box', { x: -250, y: 0 });
    await settledBoards(ada, ben);
    await ben.drag('box', { x: 0, y: -80 });
    await ben.drag('box', { x: -20, y: 0 });
    await settledBoards(ada, ben);
    await undo(ada);
    await eventually(() => ada.notice()).toBe('Could not undo it: somebody has changed it since.');
    expect(await ada.element('box')).toMatchObject({ x: -270, y: -80 });
    await ada.drag('note', { x: 60, y: 0 });
    await settledBoards(ada, ben);
    await ben.select('note');
    await ben.page.keyboard.press('Delete');
    await settledBoards(ada, ben);
    await undo(ada);
    await eventually(() => ada.notice()).toBe('Could not undo it: somebody has deleted it.');
    expect((await settledBoards(ada, ben)).elements).toHaveLength(2);
    await ben.page.getByRole('button', { name: 'Undo' }).click();
    await settledBoards(ada, ben);
    expect(await ada.element('note')).toMatchObject({ x: 310 });
  });

  test('what cannot be undone while writing on an element says why as well', async () => {
    await house.make([{ ...note, label: '' }, corner]);
    const [ada, ben] = await open();
    await ada.write('note');
    await ada.page.keyboard.type('mine');
    await settledBoards(ada, ben);
    const field = await ben.write('note');
    await ben.page.keyboard.press('Control+a');
    await ben.page.keyboard.press('Delete');
    await eventually(() => field.inputValue()).toBe('');
    await settledBoards(ada, ben);
    await ada.page.keyboard.press('Control+z');
    await eventually(() => ada.notice()).toMatch(/^(Could not undo it|There is nothing of yours)/);
    await Promise.all([ada, ben].map(({ page }) => page.keyboard.press('Escape')));
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});
