import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { boardOf } from './board-reading.ts';
import { settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`two people on a board${reason}`, () => {
  const house = boardHouse('together');
  const box = { id: 'box', kind: 'rectangle', color: 'iris' } as const;
  /** Far enough apart for the board to be shown at its own size. */
  const corner = { id: 'corner', kind: 'ellipse', x: 300, y: 200, width: 80, height: 80 } as const;

  /** Both lines are so slow that what the two do next crosses on its way. */
  const open = async () => Promise.all([house.open('Ada'), house.open('Ben')]);

  test('each draws, and both see it all, as does who comes later', async () => {
    await house.make();
    const [ada, ben] = await open();
    await Promise.all([
      ada.draw('Rectangle', { x: -300, y: -100 }, { x: -150, y: 0 }),
      ben.draw('Diamond', { x: 100, y: 50 }, { x: 260, y: 170 }),
    ]);
    await ada.draw('Sticky note', { x: -100, y: -200 }, { x: 60, y: -40 });
    await ada.page.keyboard.type('Water the beans');
    const both = await settledBoards(ada, ben);
    expect(both.elements.map(({ kind, width, height, label }) => [kind, width, height, label])).toEqual(
      expect.arrayContaining([
        ['rectangle', 150, 100, ''],
        ['diamond', 160, 120, ''],
        ['note', 160, 160, 'Water the beans'],
      ]),
    );
    const late = await house.join('late');
    expect(boardOf(late.document).elements).toEqual(both.elements);
    await late.leave();
  });

  test('what is dropped on a frame lies in it for both, and goes where the frame goes', async () => {
    const frame = { id: 'frame', kind: 'frame', x: 200, y: -100, width: 260, height: 200 } as const;
    await house.make([frame, { ...box, x: -300, y: -50 }]);
    const [ada, ben] = await open();
    await ada.drag('box', { x: 550, y: 10 });
    const nested = await settledBoards(ada, ben);
    expect(nested.elements.find(({ id }) => id === 'box')).toMatchObject({ parent: 'frame', x: 50, y: 60 });
    const before = await ben.middleOf('box');
    const { x, y } = await ben.toPage({ x: 440, y: 80 });
    await ben.page.mouse.move(x, y);
    await ben.page.mouse.down();
    await ben.page.keyboard.down('Control');
    await ben.page.mouse.move(x - 120, y + 60, { steps: 4 });
    await ben.page.mouse.up();
    await ben.page.keyboard.up('Control');
    await settledBoards(ada, ben);
    for (const window of [ada, ben]) {
      const after = await window.middleOf('box');
      expect([Math.round(after.x - before.x), Math.round(after.y - before.y)]).toEqual([-120, 60]);
      expect(await window.element('box')).toMatchObject({ parent: 'frame', x: 50, y: 60 });
    }
  });

  test('who drags against another and loses is told by whom, and takes the place back for both', async () => {
    await house.make([box, corner]);
    const [ada, ben] = await open();
    await Promise.all([ada.network('slow'), ben.network('slow')]);
    const [left, right] = await Promise.all([ada.grab('box'), ben.grab('box')]);
    await Promise.all([left.to({ x: -120, y: 0 }), right.to({ x: 90, y: 0 })]);
    await Promise.all([left.drop(), right.drop()]);
    const { elements } = await settledBoards(ada, ben);
    const { x } = elements.find(({ id }) => id === 'box') ?? { x: 0 };
    expect([-120, 90]).toContain(x);
    const [loser, winner, name] = x === 90 ? [ada, ben, 'Ben'] : [ben, ada, 'Ada'];
    expect(await winner.conflicts()).toEqual([]);
    const [conflict, ...more] = await loser.conflicts();
    expect(more).toEqual([]);
    expect(conflict).toContain('Somebody moved or resized “Rectangle” too, and theirs came last.');
    expect(conflict).toContain(name);
    await loser.page.getByRole('button', { name: 'Conflict on Rectangle: see what was lost' }).click();
    await loser.page.getByRole('button', { name: 'Take mine' }).click();
    await loser.page.keyboard.press('Escape');
    const back = await settledBoards(ada, ben);
    expect(back.elements.find(({ id }) => id === 'box')?.x).toBe(x === 90 ? -120 : 90);
    expect([await ada.conflicts(), await ben.conflicts()]).toEqual([[], []]);
  });

  test('two colours at once: both see the same one, and the other can be had back', async () => {
    await house.make([box, corner]);
    const [ada, ben] = await open();
    await Promise.all([ada.select('box'), ben.select('box')]);
    await Promise.all([ada.network('slow'), ben.network('slow')]);
    await Promise.all([
      ada.page.getByRole('button', { name: 'red', exact: true }).click(),
      ben.page.getByRole('button', { name: 'teal', exact: true }).click(),
    ]);
    const { elements } = await settledBoards(ada, ben);
    const color = elements.find(({ id }) => id === 'box')?.color ?? '';
    const [loser, lost] = color === 'teal' ? [ada, 'red'] : [ben, 'teal'];
    const told = [...(await ada.conflicts()), ...(await ben.conflicts())];
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`recoloured.*${lost}.*${color}`));
    await loser.takeMine();
    const back = await settledBoards(ada, ben);
    expect(back.elements.find(({ id }) => id === 'box')?.color).toBe(lost);
    expect([...(await ada.conflicts()), ...(await ben.conflicts())]).toEqual([]);
  });

  test('who writes on what another deletes is offered it back with what they wrote', async () => {
    await house.make([{ id: 'note', kind: 'note', width: 180, height: 180, label: 'Shared. ' }, corner]);
    const [ada, ben] = await open();
    await ben.write('note');
    await ben.page.keyboard.type('Seen by both. ');
    await settledBoards(ada, ben);
    await ada.select('note');
    await Promise.all([ada.network('slow'), ben.network('slow')]);
    await ben.write('note');
    await Promise.all([
      ben.page.keyboard.type('Not sent yet.'),
      ada.page.getByRole('button', { name: 'Delete', exact: true }).click(),
    ]);
    expect((await settledBoards(ada, ben)).elements.map(({ id }) => id)).toEqual(['corner']);
    await Promise.all([ada.network('live'), ben.network('live')]);
    expect(await ada.conflicts()).toEqual([]);
    const [conflict, ...more] = await ben.conflicts();
    expect(more).toEqual([]);
    expect(conflict).toContain('Somebody deleted an element on which you worked.');
    expect(conflict).toContain('Ada');
    await ben.takeMine();
    await settledBoards(ada, ben);
    expect(await ada.element('note')).toMatchObject({
      kind: 'note',
      label: 'Shared. Seen by both. Not sent yet.',
    });
    expect(await ben.conflicts()).toEqual([]);
  });

  test('the pointer, the selection and the drag of the other are seen with the name', async () => {
    await house.make([box, corner]);
    const [ada, ben] = await open();
    await ada.page.locator('.people').getByRole('img', { name: 'Ben', exact: true }).waitFor();
    const held = await ben.grab('box');
    await held.to({ x: -40, y: 120 });
    const pointer = ada.page.locator('[data-peer="Ben"]');
    await pointer.waitFor();
    expect(await pointer.textContent()).toBe('Ben');
    const selection = ada.page.locator('.peer-selection');
    expect(await selection.textContent()).toBe('Ben');
    await eventually(() => ada.element('box')).toMatchObject({ x: -40, y: 120 });
    expect(await ada.page.locator('[data-element="box"]').getAttribute('data-moved')).toBe('theirs');
    await ben.page.keyboard.press('Escape');
    await eventually(() => ada.element('box')).toMatchObject({ x: 0, y: 0 });
    await held.drop();
    await ben.page.close();
    await pointer.waitFor({ state: 'detached' });
    expect(await selection.count()).toBe(0);
  });

  test('a pointer that is told twenty times a second moves fifteen times a second or more', async () => {
    await house.make([box, corner]);
    const ada = await house.open('Ada');
    const { document, leave } = await house.join('runner');
    const show = (step: number) =>
      document.presence.set({ name: 'Runner', color: 3, data: { at: [step * 7 - 200, (step % 9) * 10] } });
    show(0);
    const pointer = ada.page.locator('[data-peer="Runner"]');
    await pointer.waitFor();
    let step = 0;
    const running = setInterval(() => show(++step), 50);
    const seen = await pointer.evaluate(
      (element) =>
        new Promise<number>((done) => {
          const endMs = performance.now() + 3_000;
          let [places, last] = [0, element.getBoundingClientRect().x];
          const look = () => {
            const { x } = element.getBoundingClientRect();
            if (x !== last) places += 1;
            last = x;
            if (performance.now() < endMs) requestAnimationFrame(look);
            else done(places);
          };
          requestAnimationFrame(look);
        }),
    );
    clearInterval(running);
    await leave();
    expect(seen / 3).toBeGreaterThanOrEqual(15);
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});
