import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useHouse } from './house.tsx';

/** How far each visit had scrolled when it was left. */
const kept = new Map<number, number>();

/** Gives the scrolling element back the place at which this visit was left; a new visit begins at the top. */
export function useKeptScroll(): RefObject<HTMLElement | null> {
  const { visit } = useHouse();
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const main = element.current;
    if (main === null) return;
    main.scrollTop = kept.get(visit.index) ?? 0;
    const keep = () => kept.set(visit.index, main.scrollTop);
    main.addEventListener('scroll', keep, { passive: true });
    return () => main.removeEventListener('scroll', keep);
  }, [visit]);
  return element;
}
