import type { ShowcaseSchema } from '@statehouse/showcase/schema.ts';
import type { SyncedDocument } from '@statehouse/sync';
import type { Page } from 'playwright-core';

/** An element as somebody sees it: where it lies in what holds it, and what stands on it. */
export interface ShownElement {
  readonly id: string;
  readonly kind: string;
  readonly color: string;
  readonly parent: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly label: string;
}

/** What a window shows of a board. */
export interface ShownBoard {
  /** In the order in which they are painted, by parent. */
  readonly elements: readonly ShownElement[];
  /** Undefined while the notes are closed. */
  readonly notes: string | undefined;
  /** Somebody is dragging something, or it has not landed yet. */
  readonly isMoving: boolean;
}

/** Reads the board from the page, with nothing but what is drawn there. */
export async function readBoard(page: Page): Promise<ShownBoard> {
  const { elements, ...rest } = await page.evaluate(() => {
    const number = (text: string | undefined) => Math.round(Number(text ?? 0) * 10) / 10;
    const nodes = [...document.querySelectorAll<HTMLElement>('[data-element]')];
    const notes = document.querySelector('.notes .cm-content');
    return {
      elements: nodes.map((node) => {
        const { transform, width, height } = node.style;
        const [, x, y] = /translate\(([^,)]+)px(?:, ([^)]+)px)?\)/.exec(transform) ?? [];
        const field = node.querySelector<HTMLTextAreaElement>(':scope > .element-label textarea');
        const words = node.querySelector(':scope > .element-label > span');
        return {
          id: node.dataset.element ?? '',
          kind: node.dataset.kind ?? '',
          color: node.dataset.color ?? '',
          parent: node.parentElement?.closest<HTMLElement>('[data-element]')?.dataset.element ?? null,
          x: number(x),
          y: number(y),
          width: number(width.replace('px', '')),
          height: number(height.replace('px', '')),
          rotation: number(/rotate\(([^)]+)deg\)/.exec(transform)?.[1]),
          label: field?.value ?? words?.textContent ?? '',
        };
      }),
      notes:
        notes === null
          ? undefined
          : [...notes.querySelectorAll('.cm-line')].map((line) => line.textContent ?? '').join('\n'),
      isMoving: nodes.some(({ dataset }) => dataset.moved !== undefined),
    };
  });
  return { elements: byParent(elements), ...rest };
}

/** The same, from a document that a program has opened. */
export function boardOf({ snapshot }: SyncedDocument<ShowcaseSchema>): Omit<ShownBoard, 'isMoving'> {
  const round = (value: number) => Math.round(value * 10) / 10;
  const elements = snapshot
    .table('elements')
    .all()
    .toSorted((one, other) => compare(one.position, other.position) || compare(one.id, other.id))
    .map(({ id, kind, color, parent, x, y, width, height, rotation, label }) => ({
      id,
      kind,
      color,
      parent,
      x: round(x),
      y: round(y),
      width: round(width),
      height: round(height),
      rotation: round(rotation),
      label: label.toString(),
    }));
  return { elements: byParent(elements), notes: snapshot.table('notes').get('note')?.body.toString() };
}

/** Siblings keep their order; a frame's come together. */
function byParent(elements: readonly ShownElement[]): readonly ShownElement[] {
  return elements.toSorted((one, other) => compare(one.parent ?? '', other.parent ?? ''));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
