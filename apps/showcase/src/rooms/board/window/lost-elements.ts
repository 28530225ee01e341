import type { DocumentEvent } from '@statehouse/db';
import type { ShowcaseSchema } from '../../../../schema.ts';
import type { Element } from '../scene/element.ts';

/** So many deleted elements are remembered; the oldest goes first. */
const MOST_REMEMBERED = 500;

/** Elements as they stood in this window, own unsent changes included, when somebody else's deletion took them. */
export class LostElements {
  readonly #elements = new Map<string, Element>();

  take({ cause, before, effect }: DocumentEvent<ShowcaseSchema>): void {
    if (cause === 'local') return;
    for (const { kind, table, id } of effect) {
      if (table !== 'elements') continue;
      const element = kind === 'delete' ? before.table('elements').get(id) : undefined;
      this.#elements.delete(id);
      if (element !== undefined) this.#elements.set(id, element);
    }
    for (const oldest of this.#elements.keys()) {
      if (this.#elements.size <= MOST_REMEMBERED) return;
      this.#elements.delete(oldest);
    }
  }

  get(id: string): Element | undefined {
    return this.#elements.get(id);
  }
}
