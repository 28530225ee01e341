import { useLayoutEffect, useRef } from 'react';
import { safeBody } from '../../social/safe-body.ts';

/** What a stranger wrote, made safe. */
export function SafeHtml({ html, base }: { readonly html: string; readonly base: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(safeBody(html, base));
  }, [html, base]);
  return <div ref={place} className="post-html" />;
}
