import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useHouse } from './house.tsx';

/** How far each visit had scrolled when it was left. */
const kept = new Map<number, number>();

/** What a person does who wants to be somewhere else. */
const OWN_WAYS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Gives the scrolling element back the place at which this visit was left, as soon as there is so much to scroll; a
 * new visit begins at the top.
 */
export function useKeptScroll(): RefObject<HTMLElement | null> {
  const { visit } = useHouse();
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const main = element.current;
    if (main === null) return;
    const target = kept.get(visit.index) ?? 0;
    let isReturning = true;
    const goBack = () => {
      if (!isReturning) return;
      main.scrollTop = target;
      isReturning = main.scrollTop < target - 1;
    };
    const ending = new AbortController();
    const { signal } = ending;
    const stay = () => {
      isReturning = false;
    };
    for (const way of OWN_WAYS) main.addEventListener(way, stay, { passive: true, signal });
    const keep = () => {
      if (!isReturning) kept.set(visit.index, main.scrollTop);
    };
    main.addEventListener('scroll', keep, { passive: true, signal });
    const observer = new ResizeObserver(goBack);
    for (const child of main.children) observer.observe(child);
    goBack();
    return () => {
      ending.abort();
      observer.disconnect();
    };
  }, [visit]);
  return element;
}
