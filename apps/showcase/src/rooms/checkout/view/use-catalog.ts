import { useCallback, useEffect, useState } from 'react';
import type { Catalog } from '../shop/shop-data.ts';
import { useSession } from './use-checkout.ts';

export type CatalogView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly catalog: Catalog }
  | { readonly kind: 'failed'; readonly reason: string };

/** Who types is not answered letter by letter. */
const PAUSE_MS = 200;
/** The shop's process may still be starting. */
const AGAIN_MS = 500;
const MOST_TRIES = 6;

/** What the shop has for some words; what was there before stays until the answer comes. */
export function useCatalog(words: string, page: number): readonly [CatalogView, () => void] {
  const { shop } = useSession();
  const [view, setView] = useState<CatalogView>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (tries: number) => {
      shop.catalog(words, page, ended.signal).then(
        (catalog) => setView({ kind: 'loaded', catalog }),
        (error: unknown) => {
          if (ended.signal.aborted) return;
          if (tries > 1) timer = setTimeout(() => ask(tries - 1), AGAIN_MS);
          else setView({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
        },
      );
    };
    timer = setTimeout(() => ask(MOST_TRIES), words === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [shop, words, page, round]);
  const again = useCallback(() => {
    setView({ kind: 'loading' });
    setRound((before) => before + 1);
  }, []);
  return [view, again];
}
