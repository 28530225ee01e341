import { Text } from '@radix-ui/themes';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import { PostRow } from './post-row.tsx';
import { usePostKeys } from './use-post-keys.ts';

export interface PostListProps {
  readonly ids: readonly string[];
  /** How many posts there are, with those that are not fetched yet. */
  readonly size: number;
  /** Asks for more; called when the end comes near. */
  readonly onEnd: () => void;
  /** Is given the way to the first post. */
  readonly toTop?: RefObject<(() => void) | undefined>;
}

/** What a post takes before it is measured, in pixels. */
const USUAL_HEIGHT = 260;
const GAP = 12;
/** How many posts beyond the window are ready. */
const OVERSCAN = 3;
/** More are fetched when so few are left. */
const NEAR_THE_END = 10;

/** A list of any length, of which only what can be seen is on the page. */
export const PostList = memo(function PostList({ ids, size, onEnd, toTop }: PostListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_HEIGHT,
    getItemKey: (index) => ids[index] ?? index,
    overscan: OVERSCAN,
    gap: GAP,
    paddingStart: GAP,
    paddingEnd: GAP,
  });
  useImperativeHandle(toTop, () => () => virtual.scrollToOffset(0), [virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (ids.length < size && last >= ids.length - NEAR_THE_END) onEnd();
  }, [last, ids.length, size, onEnd]);
  const keys = usePostKeys(scroller, (index) => virtual.scrollToIndex(index));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <div ref={scroller} className="post-scroll" tabIndex={0} role="feed" aria-label="Posts" onKeyDown={keys}>
      {ids.length === 0 && (
        <Text as="p" color="gray" m="5">
          Nothing here: nobody whom you follow has written in this time. Choose a longer one, or follow more
          people.
        </Text>
      )}
      <div className="post-plane" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const id = ids[index];
          return id === undefined ? null : (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="post-place"
              style={{ transform: `translateY(${start}px)` }}
            >
              <PostRow id={id} place={index + 1} size={size} />
            </div>
          );
        })}
      </div>
    </div>
  );
});
