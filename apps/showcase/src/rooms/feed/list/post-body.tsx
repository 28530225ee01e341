import { memo, useLayoutEffect, useRef, useState } from 'react';
import { safeBody } from '../../../social/safe-body.ts';

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
  const isLong = html.length > LONG;
  const isCut = isLong && !isWhole;
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    body.current?.replaceChildren(isCut ? beginningOf(safeBody(html, base)) : safeBody(html, base));
  }, [html, base, isCut]);
  return (
    <>
      <div ref={body} className="post-body" data-cut={isCut} />
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

/** The first blocks of a body, as many as fill what is shown of it. */
function beginningOf(body: Node): Node {
  let length = 0;
  for (const child of [...body.childNodes]) {
    if (length > LONG) child.remove();
    else length += child.textContent?.length ?? 0;
  }
  return body;
}
