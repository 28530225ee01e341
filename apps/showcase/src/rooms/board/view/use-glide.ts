import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Spot } from '../painting/glide.ts';
import { wantsStillness } from '../painting/stillness.ts';
import { useBoardParts } from './board-parts.ts';

/** Lets an element glide to the spot at which it is rendered, for people who do not ask for stillness. */
export function useGlide(
  element: RefObject<HTMLElement | null>,
  spot: Spot | undefined,
  isGliding: boolean,
): void {
  const { glider } = useBoardParts();
  const last = useRef(spot);
  const [x, y, rotation] = [spot?.x, spot?.y, spot?.rotation];
  useLayoutEffect(() => {
    const from = last.current;
    if (x === undefined || y === undefined || rotation === undefined) return;
    const to = { x, y, rotation };
    last.current = to;
    if (element.current === null) return;
    const hasMoved = from !== undefined && (from.x !== x || from.y !== y || from.rotation !== rotation);
    if (!hasMoved) return;
    if (isGliding && !wantsStillness()) glider.glide(element.current, from, to, performance.now());
    else glider.settle(element.current);
  }, [glider, element, x, y, rotation, isGliding]);
}
