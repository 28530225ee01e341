import type { Point } from '../plane/geometry.ts';

/** Where a pointer is, and which keys are held meanwhile. */
export interface PointerSample {
  /** Pixels from the stage's top left corner. */
  readonly screen: Point;
  readonly board: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Control, or Command on a Mac. */
  readonly control: boolean;
}

/**
 * What a person is doing with a pressed pointer. Exactly one of `end` and `cancel` is called, last; after `cancel`
 * everything is as it was before.
 */
export interface Gesture {
  move(pointer: PointerSample): void;
  end(pointer: PointerSample): void;
  cancel(): void;
}
