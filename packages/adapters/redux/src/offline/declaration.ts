import { isJsonObject } from '@statehouse/kernel';

/**
 * How a mutation endpoint goes through the queue, in its `extraOptions`. These do not know the type of the endpoint's argument:
 * write it, as in `lane: ({ board }: Move) => board`.
 */
export interface OfflineDeclaration {
  /** Mutations of one lane are sent one after the other, lanes side by side; one lane for all unless told. */
  readonly lane?: string | ((arg: never) => string);
  /** What makes two calls the same mutation, so that it is done once. Left out: each call is another one. */
  readonly key?: (arg: never) => string;
  /** It needs no token, so that a service worker may send it when no tab is open. */
  readonly tokenless?: boolean;
}

export interface OfflineExtraOptions {
  /** `true`: all as it comes. */
  readonly offline?: boolean | OfflineDeclaration;
}

interface Declared {
  readonly lane: string;
  readonly key: string | undefined;
  readonly isTokenless: boolean;
}

const mainLane = 'main';

/** What an endpoint has declared that goes through the queue; undefined if it does not. */
export function readDeclaration(extraOptions: unknown): OfflineDeclaration | undefined {
  const offline: unknown = isJsonObject(extraOptions) ? extraOptions.offline : undefined;
  if (offline === true) return {};
  return isDeclaration(offline) ? offline : undefined;
}

/** What a declaration says of one argument. */
export function declaredFor(
  { lane = mainLane, key, tokenless = false }: OfflineDeclaration,
  arg: unknown,
): Declared {
  return {
    lane: typeof lane === 'string' ? lane : String(Reflect.apply(lane, undefined, [arg])),
    key: key === undefined ? undefined : String(Reflect.apply(key, undefined, [arg])),
    isTokenless: tokenless,
  };
}

function isDeclaration(value: unknown): value is OfflineDeclaration {
  return typeof value === 'object' && value !== null;
}
