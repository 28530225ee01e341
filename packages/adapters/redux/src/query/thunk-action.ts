import { isJsonObject } from '@statehouse/kernel';

/** A step of a request, as RTK Query dispatches it. */
export interface ThunkAction {
  readonly type: string;
  readonly payload?: unknown;
  readonly meta: {
    readonly requestId: string;
    readonly arg: RequestArg;
    /** The request was not sent, because there was no need. */
    readonly condition?: boolean;
  };
}

export interface RequestArg {
  readonly endpointName: string;
  readonly originalArgs?: unknown;
  readonly queryCacheKey?: string;
  /** Of an infinite query: which end a page is added to. */
  readonly direction?: 'forward' | 'backward';
}

const isOptionalText = (value: unknown) => value === undefined || typeof value === 'string';

export function isThunkAction(action: { readonly type: string }): action is ThunkAction {
  if (!('meta' in action) || !isJsonObject(action.meta)) return false;
  const { requestId, arg } = action.meta;
  return (
    typeof requestId === 'string' &&
    isJsonObject(arg) &&
    typeof arg.endpointName === 'string' &&
    isOptionalText(arg.queryCacheKey)
  );
}

/**
 * Whether a query's request is `upsertQueryData`, which asks nobody. RTK Query marks it by a function under a symbol that it
 * keeps to itself; no other argument of a request has one.
 */
export function isUpsert(arg: RequestArg): boolean {
  return Object.getOwnPropertySymbols(arg).some((symbol) => typeof Reflect.get(arg, symbol) === 'function');
}
