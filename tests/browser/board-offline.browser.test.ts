import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { boardOf } from './board-reading.ts';
import { type BoardWindow, settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`a board without its server${reason}`, () => {
  const house = boardHouse('apart');
  const elements = [
    { id: 'moved', kind: 'rectangle', x: -300, y: -150, label: 'moved by both' },
    { id: 'doomed', kind: 'ellipse', x: 0, y: -150, label: 'deleted' },
    { id: 'note', kind: 'note', x: 200, y: -150, width: 180, height: 180, label: 'Shared. ' },
    { id: 'corner', kind: 'ellipse', x: 300, y: 200, width: 80, height: 80 },
  ] as const;

  const open = async () => Promise.all([house.open('Ada'), house.open('Ben')]);

  async function writeOn(window: BoardWindow, id: string, words: string): Promise<void> {
    await window.write(id);
    await window.page.keyboard.type(words);
    await window.page.keyboard.press('Escape');
  }

  /** What each of the two does while Ben is away; the two meet in three places. */
  async function workApart(ada: BoardWindow, ben: BoardWindow): Promise<void> {
    await ben.drag('moved', { x: -60, y: 40 });
    await ben.drag('doomed', { x: 10, y: 60 });
    await writeOn(ben, 'note', 'Ben, away. ');
    await ben.draw('Rectangle', { x: -200, y: 60 }, { x: -120, y: 140 });
    await ada.drag('moved', { x: 50, y: 70 });
    await writeOn(ada, 'note', 'Ada, here. ');
    await ada.select('doomed');
    await ada.page.keyboard.press('Delete');
    await ada.draw('Diamond', { x: 40, y: 60 }, { x: 120, y: 140 });
  }

  /** Everything is there once, and what lost is offered to Ben, who takes it back. */
  async function meetAgain(ada: BoardWindow, ben: BoardWindow): Promise<void> {
    const met = await settledBoards(ada, ben);
    expect(met.elements.map(({ kind }) => kind).sort()).toEqual([
      'diamond',
      'ellipse',
      'note',
      'rectangle',
      'rectangle',
    ]);
    const { label } = await ada.element('note');
    expect(['Shared. Ben, away. Ada, here. ', 'Shared. Ada, here. Ben, away. ']).toContain(label);
    // The log is in the order of arrival: who was away came last, and loses nothing but what is gone.
    expect(await ben.element('moved')).toMatchObject({ x: -360, y: -110 });
    const lostByAda = await ada.conflicts();
    expect(lostByAda).toHaveLength(1);
    expect(lostByAda[0]).toMatch(/moved or resized “Rectangle: moved by both” too.*Ben/);
    const lostByBen = await ben.conflicts();
    expect(lostByBen).toHaveLength(1);
    expect(lostByBen[0]).toMatch(/deleted an element on which you worked.*Ellipse: deleted.*Ada/);
    await ada.takeMine();
    await ben.takeMine();
    await settledBoards(ada, ben);
    expect(await ben.element('moved')).toMatchObject({ x: -250, y: -80 });
    expect(await ada.element('doomed')).toMatchObject({ x: 10, y: -90, label: 'deleted', kind: 'ellipse' });
    expect([await ada.conflicts(), await ben.conflicts()]).toEqual([[], []]);
    const late = await house.join('late');
    expect(boardOf(late.document).elements).toEqual((await ada.shown()).elements);
    await late.leave();
  }

  test('one is cut off, both work on, and all meets again with a way back to what lost', async () => {
    await house.make(elements);
    const [ada, ben] = await open();
    await ben.network('cut');
    await eventually(() => ben.pill.textContent()).toContain('offline');
    await workApart(ada, ben);
    await eventually(() => ben.pill.textContent()).toMatch(/offline · \d+ waiting/);
    expect((await ada.element('note')).label).toBe('Shared. Ada, here. ');
    expect((await ben.element('note')).label).toBe('Shared. Ben, away. ');
    expect((await ben.element('doomed')).label).toBe('deleted');
    await ben.network('live');
    await meetAgain(ada, ben);
  });

  test('whoever closes the window while it is cut off finds the work there, and all meets again', async () => {
    await house.make(elements);
    const [ada, first] = await open();
    await first.network('cut');
    await eventually(() => first.pill.textContent()).toContain('offline');
    await workApart(ada, first);
    await eventually(() => first.pill.textContent()).toMatch(/offline · \d+ waiting/);
    await first.page.close();
    const ben = await house.open('Ben', 'as it was');
    await eventually(() => ben.pill.textContent()).toMatch(/waiting/);
    expect((await ben.element('note')).label).toBe('Shared. Ben, away. ');
    expect(await ben.element('moved')).toMatchObject({ x: -360, y: -110 });
    expect((await ben.shown()).elements.filter(({ kind }) => kind === 'rectangle')).toHaveLength(2);
    expect((await ada.element('note')).label).toBe('Shared. Ada, here. ');
    await ben.network('live');
    await meetAgain(ada, ben);
  });

  test('on a line that stalls and breaks both end the same, and nothing is lost', async () => {
    await house.make(elements, 'Start. ');
    const [ada, ben] = await open();
    await Promise.all([ada.network('lossy'), ben.network('lossy')]);
    await Promise.all([writeOn(ada, 'note', 'from Ada '), writeOn(ben, 'note', 'from Ben ')]);
    await Promise.all([ada.drag('moved', { x: 20, y: 30 }), ben.drag('doomed', { x: -10, y: 40 })]);
    await Promise.all([
      ada.draw('Rectangle', { x: -200, y: 60 }, { x: -120, y: 140 }),
      ben.draw('Diamond', { x: 40, y: 60 }, { x: 120, y: 140 }),
    ]);
    await Promise.all([ada.network('live'), ben.network('live')]);
    const { elements: met } = await settledBoards(ada, ben);
    expect(met).toHaveLength(6);
    expect(['Shared. from Ada from Ben ', 'Shared. from Ben from Ada ']).toContain(
      (await ada.element('note')).label,
    );
    expect(await ben.element('moved')).toMatchObject({ x: -280, y: -120 });
    expect(await ada.element('doomed')).toMatchObject({ x: -10, y: -110 });
    expect([await ada.conflicts(), await ben.conflicts()]).toEqual([[], []]);
  });

  test('the server dies in the middle of a drag, which goes on and lands', async () => {
    await house.make(elements);
    const [ada, ben] = await open();
    const held = await ada.grab('moved');
    await held.to({ x: 30, y: 10 });
    await eventually(() => ben.element('moved')).toMatchObject({ x: -270, y: -140 });
    process.kill(await house.dev.serverPid(), 'SIGKILL');
    await held.to({ x: 90, y: 120 });
    expect(await ada.element('moved')).toMatchObject({ x: -210, y: -30 });
    await held.drop();
    expect(await ada.element('moved')).toMatchObject({ x: -210, y: -30 });
    // Should it not come back, what the house said about it is the first thing to know.
    await settledBoards(ada, ben).catch((cause: unknown) => {
      throw new Error(house.dev.process.output(), { cause });
    });
    expect(await ben.element('moved')).toMatchObject({ x: -210, y: -30 });
    expect([await ada.conflicts(), await ben.conflicts()]).toEqual([[], []]);
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});
