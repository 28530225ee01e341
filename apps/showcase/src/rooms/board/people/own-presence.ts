import { TextValue } from '@statehouse/ot';
import type { PeerView, SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../../../schema.ts';
import type { Persona } from '../../../session/persona.ts';
import type { Point } from '../plane/geometry.ts';
import type { Board } from '../window/board.ts';
import { presenceData } from './board-presence.ts';

/** One text of a board's document. */
export interface TextPlace {
  readonly table: 'elements' | 'notes';
  readonly id: string;
  readonly field: 'label' | 'body';
}

/** Shows the others where this person's pointer and caret are, what is selected, and what is being dragged. */
export class OwnPresence {
  readonly #board: Board;
  readonly #presence: SyncedDocument<ShowcaseSchema>['presence'];
  readonly #stops: (() => void)[];
  #persona: Persona;
  #at: Point | undefined;
  #caret: PeerView['selection'];

  constructor(board: Board, persona: Persona) {
    this.#board = board;
    this.#presence = board.document.presence;
    this.#persona = persona;
    const show = () => this.#show();
    this.#stops = [board.selection.subscribe(show), board.ownPlaces.subscribe(show)];
    this.#show();
  }

  setPersona(persona: Persona): void {
    this.#persona = persona;
    this.#show();
  }

  /** Undefined: the pointer has left the board. */
  pointAt(at: Point | undefined): void {
    this.#at = at;
    this.#show();
  }

  /** Where the caret is in one text of the document; without a selection it is in none. */
  setCaret(place?: TextPlace, selection?: { readonly anchor: number; readonly head: number }): void {
    const value =
      place === undefined
        ? undefined
        : this.#board.document.snapshot.get(place.table, place.id)?.[place.field];
    const isThere = place !== undefined && selection !== undefined && value instanceof TextValue;
    this.#caret = isThere ? { ...place, incarnation: value.incarnation, ...selection } : undefined;
    this.#show();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#presence.set(null);
  }

  #show(): void {
    const { selection, ownPlaces } = this.#board;
    const data = presenceData({
      at: this.#at,
      selected: [...selection.value],
      dragged: new Map(ownPlaces.entries()),
    });
    this.#presence.set({
      ...this.#persona,
      data,
      ...(this.#caret === undefined ? {} : { selection: this.#caret }),
    });
  }
}
