import { type Random, randomId } from '@statehouse/kernel';

const WINDOW_KEY = 'statehouse.window';

/** Names this window to the development server's network switch; a reload keeps it, so a cut stays cut. */
export function loadWindowLabel(storage: Storage, random: Random): string {
  const kept = storage.getItem(WINDOW_KEY);
  if (kept !== null && /^[\w-]{8,64}$/.test(kept)) return kept;
  const label = randomId(random, 16);
  storage.setItem(WINDOW_KEY, label);
  return label;
}
