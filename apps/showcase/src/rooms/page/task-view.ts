import type { Person } from '../../people/people.tsx';
import type { SharedText } from '../../text/shared-text.ts';

/** One line of the list as it is shown. */
export interface TaskView {
  readonly id: string;
  readonly title: SharedText;
  readonly titleText: string;
  readonly done: boolean;
  /** Changed here, and not yet answered by the server. */
  readonly isPending: boolean;
  /** Others whose caret is in it. */
  readonly people: readonly Person[];
}

/** What a person can do to the list. */
export interface TaskActions {
  /** Adds a line behind another one (at the end without it) and answers with its id. */
  add(title: string, behind?: string): string;
  toggle(id: string, done: boolean): void;
  /** Moves a line to where another index is now. */
  move(id: string, toIndex: number): void;
  remove(id: string): void;
  select(id: string, selection: { readonly anchor: number; readonly head: number } | undefined): void;
  undo(): void;
  redo(): void;
}
