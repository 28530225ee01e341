/** Where something lies on the screen. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How much a step aside counts against a step ahead; what lies further aside than this lies in another direction. */
const ASIDE = 2;

/** The index of the box that one reaches from a box by going in a direction; undefined if there is none. */
export function nearestInDirection(
  from: Box,
  boxes: readonly Box[],
  direction: Direction,
): number | undefined {
  let best: { readonly index: number; readonly distance: number } | undefined;
  for (const [index, box] of boxes.entries()) {
    const { ahead, aside } = offset(from, box, direction);
    if (ahead <= aside / ASIDE) continue;
    const distance = ahead + ASIDE * aside;
    if (best === undefined || distance < best.distance) best = { index, distance };
  }
  return best?.index;
}

function offset(
  from: Box,
  to: Box,
  direction: Direction,
): { readonly ahead: number; readonly aside: number } {
  const x = middle(to.left, to.width) - middle(from.left, from.width);
  const y = middle(to.top, to.height) - middle(from.top, from.height);
  switch (direction) {
    case 'left':
      return { ahead: -x, aside: Math.abs(y) };
    case 'right':
      return { ahead: x, aside: Math.abs(y) };
    case 'up':
      return { ahead: -y, aside: Math.abs(x) };
    case 'down':
      return { ahead: y, aside: Math.abs(x) };
  }
}

function middle(start: number, length: number): number {
  return start + length / 2;
}
