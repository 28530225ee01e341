import { createDatabase, type Database, type DocumentEvent } from '@statehouse/db';
import { isStatehouseError } from '@statehouse/kernel';
import { cases, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ShowcaseSchema, schema } from '../../../../schema.ts';
import { encloses } from '../plane/geometry.ts';
import { Scene, type SceneChange } from './scene.ts';
import { comparePaint, type SceneNode, withDescendants } from './scene-node.ts';

const edit = fc.record({
  act: fc.constantFrom('insert', 'insert', 'nest', 'nest', 'restack', 'place', 'turn', 'delete', 'renew'),
  which: fc.nat(40),
  into: fc.nat(40),
  kind: fc.constantFrom('frame', 'ellipse', 'diamond', 'note'),
  x: fc.integer({ min: -900, max: 900 }),
  y: fc.integer({ min: -900, max: 900 }),
  size: fc.integer({ min: 8, max: 600 }),
  rotation: fc.constantFrom(0, 0, 30, 90, -135, 180),
});
type SceneEdit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

const step = fc.oneof(
  { arbitrary: fc.array(edit, { minLength: 1, maxLength: 5 }), weight: 6 },
  { arbitrary: fc.constantFrom<'undo' | 'redo'>('undo', 'redo'), weight: 1 },
);

const point = fc.record({
  x: fc.integer({ min: -1_500, max: 1_500 }),
  y: fc.integer({ min: -1_500, max: 1_500 }),
});
const looks = fc.array(fc.record({ at: point, width: fc.nat(2_000), height: fc.nat(2_000) }), {
  minLength: 3,
  maxLength: 3,
});

function newBoard(): Database<ShowcaseSchema> {
  return createDatabase({ schema, random: seededRandom(3) });
}

function perform(database: Database<ShowcaseSchema>, edits: readonly SceneEdit[]): void {
  database.transact((tx) => {
    for (const { act, which, into, kind, x, y, size, rotation } of edits) {
      const ids = [...tx.elements.all()].map(({ id }) => id).sort();
      const id = ids[which % Math.max(1, ids.length)];
      const parent = ids[into % (ids.length + 2)] ?? null;
      const row = { kind, x, y, width: size, height: 8 + (size % 97), rotation, label: '' } as const;
      if (act === 'insert' || id === undefined) tx.elements.insert(row, { parent });
      else if (act === 'nest') unlessInItself(() => tx.elements.move(id, { parent }));
      else if (act === 'restack')
        tx.elements.move(id, { parent: tx.elements.get(id)?.parent ?? null, after: null });
      else if (act === 'place') tx.elements.modify(id, { x, y, width: size });
      else if (act === 'turn') tx.elements.modify(id, { rotation });
      else tx.elements.delete(id);
      if (act === 'renew' && id !== undefined && !tx.elements.has(id))
        tx.elements.insert(
          { id, ...row },
          { parent: parent !== null && tx.elements.has(parent) ? parent : null },
        );
    }
  });
}

/** Nobody can put a thing into itself; the document says so by an error. */
function unlessInItself(move: () => void): void {
  try {
    move();
  } catch (error) {
    if (!isStatehouseError(error)) throw error;
  }
}

function turn(database: Database<ShowcaseSchema>, one: readonly SceneEdit[] | 'undo' | 'redo'): void {
  if (one === 'undo') database.undo();
  else if (one === 'redo') database.redo();
  else perform(database, one);
}

const idsOf = (nodes: Iterable<SceneNode>) => [...nodes].map(({ id }) => id);
const sorted = (nodes: Iterable<SceneNode>) => idsOf(nodes).sort();
const depthFirst = (scene: Scene) => scene.roots.flatMap((root) => [...withDescendants(root)]);

function shapeOf(node: SceneNode) {
  const { element, parent, children, pose, bounds } = node;
  return { element, parent: parent?.id, children: idsOf(children), pose, bounds };
}

const shapesOf = (scene: Scene) => new Map([...scene.all()].map((node) => [node.id, shapeOf(node)]));

function expectSame(
  scene: Scene,
  fresh: Scene,
  areas: typeof looks extends fc.Arbitrary<infer V> ? V : never,
): void {
  expect(scene.size).toBe(fresh.size);
  expect(idsOf(scene.roots)).toEqual(idsOf(fresh.roots));
  for (const node of fresh.all()) {
    const kept = scene.node(node.id);
    expect(kept && shapeOf(kept)).toEqual(shapeOf(node));
    expect(kept?.children.every((child) => child.parent === kept)).toBe(true);
    expect(idsOf(scene.childrenOf(node.id))).toEqual(idsOf(node.children));
  }
  for (const { at, width, height } of areas) {
    expect(sorted(scene.within({ ...at, width, height }))).toEqual(
      sorted(fresh.within({ ...at, width, height })),
    );
    expect(idsOf(scene.at(at))).toEqual(idsOf(fresh.at(at)));
  }
}

/** What a change leaves out nobody draws again. */
function expectTold(before: ReturnType<typeof shapesOf>, scene: Scene, change: SceneChange): void {
  const after = shapesOf(scene);
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id), after.get(id)];
    const isSame =
      was !== undefined &&
      is !== undefined &&
      JSON.stringify({ ...was, children: [] }) === JSON.stringify({ ...is, children: [] });
    if (!isSame) {
      expect(change.touched).toContain(id);
      for (const shape of [was, is])
        if (shape !== undefined) expect(change.boxes.some((box) => encloses(box, shape.bounds))).toBe(true);
    }
    if (is !== undefined && JSON.stringify(was?.children ?? []) !== JSON.stringify(is.children))
      expect(change.parents).toContain(id);
  }
}

test('a scene kept from events equals one made anew after each of them, and says what changed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), looks, (steps, areas) => {
      const database = newBoard();
      const scene = new Scene(database.snapshot);
      for (const one of steps) {
        const events: DocumentEvent<ShowcaseSchema>[] = [];
        const stop = database.subscribe((event) => events.push(event));
        turn(database, one);
        stop();
        for (const event of events) {
          const before = shapesOf(scene);
          const rootsBefore = idsOf(scene.roots);
          const change = scene.take(event);
          expectSame(scene, new Scene(event.after), areas);
          expectTold(before, scene, change);
          if (JSON.stringify(rootsBefore) !== JSON.stringify(idsOf(scene.roots)))
            expect(change.parents).toContain(null);
        }
      }
    }),
    cases(400),
  );
});

test('events that arrive together lead to the same scene', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      looks,
      (bursts, areas) => {
        const database = newBoard();
        const scene = new Scene(database.snapshot);
        for (const burst of bursts) {
          const before = shapesOf(scene);
          const events: DocumentEvent<ShowcaseSchema>[] = [];
          const stop = database.subscribe((event) => events.push(event));
          for (const one of burst) turn(database, one);
          stop();
          const change = scene.take({
            effect: events.flatMap(({ effect }) => effect),
            after: database.snapshot,
          });
          expectSame(scene, new Scene(database.snapshot), areas);
          expectTold(before, scene, change);
        }
      },
    ),
    cases(300),
  );
});

test('the order of painting is total, and is that of going through the tree', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 30 }), (edits) => {
      const database = newBoard();
      for (const one of edits) perform(database, [one]);
      const scene = new Scene(database.snapshot);
      const order = depthFirst(scene);
      expect(order.length).toBe(scene.size);
      order.forEach((one, index) => {
        order.forEach((other, at) => {
          expect(Math.sign(comparePaint(one, other))).toBe(Math.sign(index - at));
        });
      });
    }),
    cases(200),
  );
});

test('at a point there is what covers it by its shape, the topmost first', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 20 }), point, (edits, at) => {
      const database = newBoard();
      for (const one of edits) perform(database, [one]);
      const scene = new Scene(database.snapshot);
      const found = scene.at(at);
      expect(idsOf(found)).toEqual(idsOf(found.toSorted((one, other) => comparePaint(other, one))));
      for (const { bounds } of found)
        expect(
          encloses(
            {
              x: bounds.x - 1e-6,
              y: bounds.y - 1e-6,
              width: bounds.width + 2e-6,
              height: bounds.height + 2e-6,
            },
            { ...at, width: 0, height: 0 },
          ),
        ).toBe(true);
    }),
    cases(200),
  );
});
