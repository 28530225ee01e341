import { type KeyboardEvent, type RefObject, useCallback } from 'react';

/**
 * J and K go from post to post, L likes the one that has the focus.
 * @param reveal brings a post that is not on the page near enough to be
 */
export function usePostKeys(
  scroller: RefObject<HTMLElement | null>,
  reveal: (index: number) => void,
): (event: KeyboardEvent<HTMLElement>) => void {
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
      const index = Math.max(0, (indexOf(event.target) ?? firstInSight(list) - step) + step);
      focusPost(list, index, reveal);
    },
    [scroller, reveal],
  );
}

function focusPost(list: HTMLElement, index: number, reveal: (index: number) => void): void {
  const find = () => list.querySelector<HTMLElement>(`[data-index="${index}"] > article`);
  if (find() === null) reveal(index);
  const post = find();
  post?.focus({ preventScroll: true });
  post?.scrollIntoView({ block: 'nearest' });
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
  return (
    Math.min(...seen.map(({ dataset }) => Number(dataset.index)), Number.MAX_SAFE_INTEGER) %
    Number.MAX_SAFE_INTEGER
  );
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
