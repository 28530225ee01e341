import { use, useEffect, useReducer } from 'react';
import type { DocumentCache } from './document-cache.ts';

/** A document of a cache, held for as long as the component is on the screen. Suspends until it is open. */
export function useOpened<Opened>(cache: DocumentCache<Opened>, name: string): Opened {
  const [, askAgain] = useReducer((times: number) => times + 1, 0);
  const promise = cache.ask(name);
  const document = use(promise);
  useEffect(() => {
    const release = cache.hold(name, promise);
    // The component was away for longer than documents are kept: rendered, but not on the screen.
    if (release === undefined) askAgain();
    return release;
  }, [cache, name, promise]);
  return document;
}
