import { memo, useLayoutEffect, useRef, useState } from 'react';
import { safeBody } from '../safe-body.ts';

export interface PostBodyProps {
  readonly html: string;
  /** What its relative links are relative to. */
  readonly base: string;
  /** Of the post: names the button. */
  readonly title: string;
}

/** A body is cut off where it is longer than so many characters: what is on the page has a price. */
const LONG = 700;

/** What a stranger wrote, made safe; a long one is cut off until somebody wants all of it. */
export const PostBody = memo(function PostBody({ html, base, title }: PostBodyProps) {
  const [isWhole, setIsWhole] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    body.current?.replaceChildren(safeBody(html, base));
  }, [html, base]);
  const isLong = html.length > LONG;
  return (
    <>
      <div ref={body} className="post-body" data-cut={isLong && !isWhole} />
      {isLong && (
        <button
          type="button"
          className="post-more"
          aria-expanded={isWhole}
          aria-label={isWhole ? `Show less of “${title}”` : `Show all of “${title}”`}
          onClick={() => setIsWhole((is) => !is)}
        >
          {isWhole ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
});
