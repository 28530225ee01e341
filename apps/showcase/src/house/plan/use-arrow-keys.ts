import { type RefObject, useEffect, useRef } from 'react';
import { type Direction, nearestInDirection } from './nearest.ts';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Lets the arrows move the focus among the links inside an element, to where they point on the screen. */
export function useArrowKeys<Place extends HTMLElement>(): RefObject<Place | null> {
  const place = useRef<Place>(null);
  useEffect(() => {
    const element = place.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (element !== null) moveByArrow(element, event);
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, []);
  return place;
}

function moveByArrow(place: HTMLElement, event: KeyboardEvent): void {
  const direction = DIRECTIONS[event.key];
  const { target } = event;
  const isModified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (direction === undefined || isModified || !(target instanceof HTMLAnchorElement)) return;
  const links = [...place.querySelectorAll('a')].filter((link) => link !== target);
  const boxes = links.map((link) => link.getBoundingClientRect());
  const index = nearestInDirection(target.getBoundingClientRect(), boxes, direction);
  if (index === undefined) return;
  event.preventDefault();
  links[index]?.focus();
}
