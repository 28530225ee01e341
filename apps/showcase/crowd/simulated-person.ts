import type { CancelTimer, Random, Timers } from '@statehouse/kernel';
import type { SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../schema.ts';
import { placeElements } from '../src/rooms/board/actions/place-elements.ts';
import { presenceData } from '../src/rooms/board/people/board-presence.ts';
import type { Placement } from '../src/rooms/board/plane/geometry.ts';
import { placementOf } from '../src/rooms/board/scene/element.ts';

/** What a browser sends at most. */
const STEP_MS = 50;
/** Steps of one drag; at its end the element is let go. */
const DRAG_STEPS = 24;
/** Board units. */
const REACH = 180;
const LEFT_OVER = 12;

interface Drag {
  readonly id: string;
  readonly parent: string | null;
  readonly from: Placement;
  readonly angle: number;
  readonly step: number;
}

/** Somebody who drags one element after another, as a person with a mouse would: twenty steps a second, then lets go. */
export class SimulatedPerson {
  readonly #document: SyncedDocument<ShowcaseSchema>;
  readonly #index: number;
  readonly #timers: Timers;
  readonly #random: Random;
  #ids: readonly string[] = [];
  #drag: Drag | undefined;
  #cancel: CancelTimer;

  constructor(document: SyncedDocument<ShowcaseSchema>, index: number, timers: Timers, random: Random) {
    this.#document = document;
    this.#index = index;
    this.#timers = timers;
    this.#random = random;
    // Not all in step.
    this.#cancel = timers.after(random.next() * STEP_MS, () => this.#act());
  }

  stop(): void {
    this.#cancel();
  }

  #act(): void {
    this.#cancel = this.#timers.after(STEP_MS, () => this.#act());
    const drag = this.#drag ?? this.#newDrag();
    if (drag === undefined) return;
    const place = placeAt(drag);
    if (drag.step >= DRAG_STEPS) {
      placeElements(this.#document, 'move', [{ id: drag.id, parent: drag.parent, placement: place }]);
      this.#drag = undefined;
      this.#show(drag.id, place, false);
      return;
    }
    this.#drag = { ...drag, step: drag.step + 1 };
    this.#show(drag.id, place, true);
  }

  #newDrag(): Drag | undefined {
    // Others may have filled the board only now.
    if (this.#ids.length === 0) this.#ids = [...this.#document.snapshot.table('elements').ids()];
    const id = this.#ids[Math.floor(this.#random.next() * this.#ids.length)];
    const element = id === undefined ? undefined : this.#document.snapshot.table('elements').get(id);
    if (element === undefined || element.kind === 'frame') return undefined;
    const angle = this.#random.next() * 2 * Math.PI;
    return { id: element.id, parent: element.parent, from: placementOf(element), angle, step: 0 };
  }

  #show(id: string, place: Placement, isDragging: boolean): void {
    const parent = this.#document.snapshot.table('elements').get(id)?.parent;
    const frame =
      typeof parent === 'string' ? this.#document.snapshot.table('elements').get(parent) : undefined;
    this.#document.presence.set({
      name: `Person ${this.#index + 1}`,
      color: this.#index % 12,
      data: presenceData({
        at: { x: place.x + (frame?.x ?? 0) + 20, y: place.y + (frame?.y ?? 0) + 20 },
        selected: [id],
        dragged: isDragging ? new Map([[id, place]]) : new Map(),
      }),
    });
  }
}

/** There and most of the way back, so that a board looks alike after an hour. */
function placeAt({ from, angle, step }: Drag): Placement {
  const done = step / DRAG_STEPS;
  const way = REACH * Math.sin(done * Math.PI) + LEFT_OVER * done;
  return { ...from, x: from.x + way * Math.cos(angle), y: from.y + way * Math.sin(angle) };
}
