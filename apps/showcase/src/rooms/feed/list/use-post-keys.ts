import { type KeyboardEvent, type RefObject, useCallback, useRef } from 'react';

/**
 * J and K go from post to post, L likes the one that has the focus.
 * @param reveal brings a post that is not on the page near enough to be
 */
export function usePostKeys(
  scroller: RefObject<HTMLElement | null>,
  reveal: (index: number) => void,
): (event: KeyboardEvent<HTMLElement>) => void {
  /** The post on its way to the page, which the next key counts from. */
  const wanted = useRef<number>(undefined);
  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'l') {
        articleOf(event.target)?.querySelector<HTMLElement>('.post-like')?.click();
        return;
      }
      const step = key === 'j' ? 1 : key === 'k' ? -1 : 0;
      const list = scroller.current;
      if (step === 0 || list === null) return;
      event.preventDefault();
      const from = wanted.current ?? indexOf(event.target) ?? firstInSight(list) - step;
      wanted.current = Math.max(0, from + step);
      goTo(list, wanted, reveal);
    },
    [scroller, reveal],
  );
}

/** After so many frames without it a post is not coming: the list has ended before it. */
const PATIENCE_FRAMES = 20;

/** Gives the focus to the wanted post as soon as it is on the page. */
function goTo(
  list: HTMLElement,
  wanted: RefObject<number | undefined>,
  reveal: (index: number) => void,
): void {
  const index = wanted.current;
  if (index === undefined) return;
  let frames = 0;
  const look = () => {
    // Another key has been pressed since: its own look goes on.
    if (wanted.current !== index) return;
    const post = list.querySelector<HTMLElement>(`[data-index="${index}"] > article`);
    frames += 1;
    if (post === null && frames < PATIENCE_FRAMES) {
      reveal(index);
      requestAnimationFrame(look);
      return;
    }
    wanted.current = undefined;
    post?.focus({ preventScroll: true });
    post?.scrollIntoView({ block: 'nearest' });
  };
  look();
}

function articleOf(target: EventTarget): Element | null {
  return target instanceof Element ? target.closest('article') : null;
}

function indexOf(target: EventTarget): number | undefined {
  const index = articleOf(target)?.parentElement?.dataset.index;
  return index === undefined ? undefined : Number(index);
}

/** The first post of which the upper edge can be seen. */
function firstInSight(list: HTMLElement): number {
  const { top } = list.getBoundingClientRect();
  const places = [...list.querySelectorAll<HTMLElement>('[data-index]')];
  const seen = places.filter((place) => place.getBoundingClientRect().top >= top - 1);
  const indices = seen.map(({ dataset }) => Number(dataset.index));
  return indices.length === 0 ? 0 : Math.min(...indices);
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
