import { type RefObject, useLayoutEffect, useRef } from 'react';

/** A little longer than the pause between two presence messages, so that one movement runs into the next. */
const GLIDE_MS = 60;

const stillness = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

/**
 * Lets an element glide to where its transform has been set, for people who do not ask for stillness. An animation and
 * not a CSS transition: those tell every listener of the page of each beginning and end, forty times a second for
 * each person.
 */
export function useGlide(
  element: RefObject<HTMLElement | null>,
  transform: string | undefined,
  isGliding: boolean,
): void {
  const last = useRef(transform);
  useLayoutEffect(() => {
    const from = last.current;
    last.current = transform;
    if (!isGliding || from === undefined || transform === undefined || from === transform) return;
    if (stillness?.matches !== true) element.current?.animate([{ transform: from }, { transform }], GLIDE_MS);
  }, [element, transform, isGliding]);
}
