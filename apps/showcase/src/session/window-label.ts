import { type Random, randomId } from '@statehouse/kernel';

const WINDOW_KEY = 'statehouse.window';
const LABEL = /^[\w-]{1,64}$/;

/**
 * Names this window to the development server's network switch: the one asked for in the address (`?window=`), else
 * that of the session, so that a cut outlives a reload.
 */
export function loadWindowLabel(asked: string | null, storage: Storage, random: Random): string {
  const kept = asked ?? storage.getItem(WINDOW_KEY);
  const label = kept !== null && LABEL.test(kept) ? kept : randomId(random, 16);
  storage.setItem(WINDOW_KEY, label);
  return label;
}
