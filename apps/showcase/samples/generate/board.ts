import { Community } from '../community/community.ts';
import { sentence } from '../community/phrases.ts';
import { at, cell, type Grid } from '../layout.ts';
import { pick } from '../seeded.ts';
import type { GeneratedRow } from './generated-row.ts';

/** How many elements a frame holds: a heading, and what hangs below it. */
const PER_FRAME = 15;
const INSIDE: Grid = { x: 20, y: 44, columns: 5, width: 178, height: 126, gap: 16 };
const FRAME = { width: 1_012, height: 488, gap: 60 };
const COLORS = ['amber', 'blue', 'teal', 'pink', 'slate', 'iris', 'grass'] as const;
const KINDS = ['note', 'note', 'note', 'note', 'rectangle', 'ellipse', 'text'] as const;

/** A board's elements, `entities` of them: frames side by side, each about one trouble, with notes on how to end it. */
export function* generateBoard(entities: number, seed: number): Generator<GeneratedRow> {
  const community = new Community(seed);
  const frames = Math.ceil(entities / (PER_FRAME + 1));
  const grid = { x: 0, y: 0, columns: Math.max(1, Math.round(Math.sqrt(frames / 1.4))), ...FRAME };
  for (let frame = 0; frame < frames; frame += 1) {
    const id = `f${frame + 1}`;
    const { thing, trouble } = community.caseOf(frame);
    yield elementRow(id, null, 'frame', 'slate', `${sentence(thing)}: ${trouble}`, cell(grid, frame));
    const held = Math.min(PER_FRAME, entities - frame * (PER_FRAME + 1) - 1);
    for (let slot = 0; slot < held; slot += 1) {
      const chance = community.chanceOf('element', frame * PER_FRAME + slot);
      const { x, y, width, height } = cell(INSIDE, slot);
      const turned = chance() < 0.2 ? Math.round((chance() * 2 - 1) * 80) / 10 : 0;
      const label = community.remark(frame, frame * PER_FRAME + slot);
      const place = at(x, y, width, height, turned);
      yield elementRow(`${id}-${slot + 1}`, id, pick(chance, KINDS), pick(chance, COLORS), label, place);
    }
  }
}

function elementRow(
  id: string,
  parent: string | null,
  kind: string,
  color: string,
  label: string,
  { x, y, width, height, rotation }: ReturnType<typeof at>,
): GeneratedRow {
  return { table: 'elements', row: { id, parent, kind, color, label, x, y, width, height, rotation } };
}
