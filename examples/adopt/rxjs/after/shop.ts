import { createHub } from '@statehouse/hub';
import { onHub } from '@statehouse/rxjs';
import { filter, map, mergeMap, type Observable, Subject, scan, shareReplay, startWith } from 'rxjs';

export type Action =
  | { readonly type: 'bought'; readonly item: string }
  | { readonly type: 'priced'; readonly item: string; readonly cents: number };

export interface Shop {
  readonly items: readonly string[];
  readonly cents: number;
}

const initial: Shop = { items: [], cents: 0 };

function afterAction(shop: Shop, action: Action): Shop {
  if (action.type === 'bought') return { ...shop, items: [...shop.items, action.item] };
  return { ...shop, cents: shop.cents + action.cents };
}

export const hub = createHub();
const actions = new Subject<Action>();

export const shop$ = actions.pipe(
  scan(afterAction, initial),
  startWith(initial),
  onHub(hub, 'shop', { initial }),
  shareReplay({ bufferSize: 1, refCount: false }),
);

export const total$ = shop$.pipe(map(({ items, cents }) => `${items.length} for ${cents / 100} €`));

export function dispatch(action: Action): void {
  actions.next(action);
}

/** Asks for the price of whatever is bought. */
export function askPrices(priceOf: (item: string) => Observable<number>): void {
  const bought$ = actions.pipe(filter((action) => action.type === 'bought'));
  bought$
    .pipe(mergeMap(({ item }) => priceOf(item).pipe(map((cents) => ({ item, cents })))))
    .subscribe(({ item, cents }) => dispatch({ type: 'priced', item, cents }));
}
