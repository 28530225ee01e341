import { isJsonObject, type Json } from '@statehouse/kernel';
import { persistError } from '../errors.ts';

/** What another library left, for the first start with this one. */
export interface ImportedState {
  readonly state: unknown;
  readonly version: number;
}

/**
 * Reads what redux-persist left under `persist:<key>`; undefined when there is nothing. It stays where it is.
 *
 * @param version what its version is here: redux-persist begins with −1, versions here with 1
 * @throws StatehouseError `persist/damaged`
 */
export function readReduxPersist(
  storage: { getItem(key: string): string | null },
  key = 'root',
  version: (theirs: number) => number = () => 1,
): ImportedState | undefined {
  const name = `persist:${key}`;
  const text = storage.getItem(name);
  if (text === null) return undefined;
  const slices = parsed(text, name);
  if (!isJsonObject(slices)) throw persistError('damaged', { key: name, problem: 'it is not an object' });
  const entries = Object.entries(slices).map(([slice, value]) => {
    if (typeof value !== 'string')
      throw persistError('damaged', { key: name, problem: `${slice} is not text` });
    return [slice, parsed(value, `${name} ${slice}`)] as const;
  });
  const about = entries.find(([slice]) => slice === '_persist')?.[1];
  const theirs = isJsonObject(about) && typeof about.version === 'number' ? about.version : -1;
  return {
    state: Object.fromEntries(entries.filter(([slice]) => slice !== '_persist')),
    version: version(theirs),
  };
}

function parsed(text: string, key: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw persistError('damaged', { key, problem: 'it is not JSON' }, { cause });
  }
}
