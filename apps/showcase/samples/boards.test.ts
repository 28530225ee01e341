import { canonicalSnapshot, checkIntegrity, createDatabase } from '@statehouse/db';
import { seededRandom } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { isPictureSource } from '../picture-source.ts';
import { BOARD_ID, NOTE_ID, schema } from '../schema.ts';
import type { ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import { type Box, encloses, overlaps } from '../src/rooms/board/plane/geometry.ts';
import { SAMPLE_BOARDS } from './boards.ts';
import { SAMPLE_DOCUMENTS } from './documents.ts';
import { FLOOR_PLAN } from './floor-plan.ts';
import { misfitOf } from './label-fit.ts';
import { MEETING } from './meeting.ts';
import { ROADMAP } from './roadmap.ts';
import type { SampleBoard } from './sample-board.ts';

const NAMES = ['board/roadmap', 'board/floor-plan', 'board/meeting'];
const BOARDS = { roadmap: ROADMAP, 'floor plan': FLOOR_PLAN, meeting: MEETING };

function filled(board: SampleBoard, seed = 1) {
  const database = createDatabase({ schema, random: seededRandom(seed), client: 'house' });
  const { operation, conflicts } = database.transact((tx) => board.fill(tx));
  expect(conflicts).toEqual([]);
  return { snapshot: database.snapshot, edits: operation?.edits ?? [] };
}

function everyDraft(drafts: readonly ElementDraft[]): readonly ElementDraft[] {
  return drafts.flatMap((draft) => [draft, ...everyDraft(draft.children)]);
}

/** The drafts of that kind that lie in one holder, for each holder. */
function siblingsOf(drafts: readonly ElementDraft[], kind: ElementDraft['kind']): readonly ElementDraft[][] {
  const own = drafts.filter((draft) => draft.kind === kind);
  return [own, ...drafts.flatMap(({ children }) => siblingsOf(children, kind))];
}

test('a new house begins with three boards and a page', () => {
  expect(SAMPLE_DOCUMENTS.map(({ document }) => document)).toEqual([...NAMES, 'welcome']);
});

test.each(SAMPLE_BOARDS)('$document is the same whenever and by whomever it is made', (board) => {
  expect(canonicalSnapshot(filled(board).snapshot)).toBe(canonicalSnapshot(filled(board).snapshot));
  const ids = (seed: number) =>
    filled(board, seed)
      .snapshot.table('elements')
      .all()
      .map(({ id, parent }) => [id, parent]);
  expect(ids(2)).toEqual(ids(3));
});

test.each(SAMPLE_BOARDS)('$document is whole, and fits one operation', (board) => {
  const { snapshot, edits } = filled(board);
  expect(checkIntegrity(snapshot)).toEqual([]);
  expect(snapshot.table('boards').get(BOARD_ID)?.title).toBe(board.title);
  expect(edits.length).toBeLessThan(5_000);
  expect(JSON.stringify(edits).length).toBeLessThan(100_000);
});

test.each(SAMPLE_BOARDS)('$document has a long text with headings and paragraphs', (board) => {
  const body = filled(board).snapshot.table('notes').get(NOTE_ID)?.body.toString() ?? '';
  const blocks = body.trim().split('\n\n');
  expect(blocks[0]).toMatch(/^# \S/);
  expect(blocks.filter((block) => block.startsWith('## ')).length).toBeGreaterThan(2);
  expect(blocks.filter((block) => !block.startsWith('#')).length).toBeGreaterThan(4);
});

test.each(SAMPLE_BOARDS)(
  '$document holds between 60 and 100 elements, nested, and some of them turned',
  (board) => {
    const elements = filled(board).snapshot.table('elements').all();
    expect(elements.length).toBeGreaterThan(60);
    expect(elements.length).toBeLessThan(100);
    expect(elements.filter(({ parent }) => parent !== null).length).toBeGreaterThan(elements.length / 2);
    expect(elements.filter(({ rotation }) => rotation !== 0).length).toBeGreaterThan(5);
    for (const { x, y, width, height, rotation } of elements) {
      expect([x, y, width, height, rotation].every(Number.isFinite)).toBe(true);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(8);
    }
  },
);

test('pictures are such as the page shows', () => {
  const pictures = SAMPLE_BOARDS.flatMap((board) => filled(board).snapshot.table('images').all());
  expect(pictures).toHaveLength(2);
  for (const { source } of pictures) {
    expect(isPictureSource(source)).toBe(true);
    expect(source.length).toBeLessThan(20_000);
  }
});

test.each(Object.entries(BOARDS))('every label of the %s fits its element', (_, drafts) => {
  expect(everyDraft(drafts).flatMap((draft) => misfitOf(draft) ?? [])).toEqual([]);
});

test.each(Object.entries(BOARDS))('frames and notes of the %s lie beside each other', (_, drafts) => {
  for (const kind of ['frame', 'note'] as const) {
    for (const siblings of siblingsOf(drafts, kind)) {
      for (const [index, one] of siblings.entries()) {
        const later = siblings.slice(index + 1).filter((other) => overlaps(one.placement, other.placement));
        expect(later.map(({ label }) => `“${label}” lies on “${one.label}”`)).toEqual([]);
      }
    }
  }
});

test.each(Object.entries(BOARDS))('what a frame of the %s holds lies inside of it', (_, drafts) => {
  for (const { kind, label, placement, children } of everyDraft(drafts)) {
    if (kind !== 'frame') continue;
    const inside: Box = { x: 0, y: 0, width: placement.width, height: placement.height };
    const outside = children.filter((child) => !encloses(inside, standing(child)));
    expect(outside.map((child) => `“${child.label}” sticks out of “${label}”`)).toEqual([]);
  }
});

/** The upright box of what is turned by quarters; small turns do not count. */
function standing({ placement }: ElementDraft): Box {
  const { x, y, width, height, rotation } = placement;
  if (Math.abs(rotation) !== 90) return placement;
  return { x: x + (width - height) / 2, y: y + (height - width) / 2, width: height, height: width };
}
