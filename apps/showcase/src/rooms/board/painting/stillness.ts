const stillness = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

/** Whether the person who looks asks for no motion, as things stand now. */
export function wantsStillness(): boolean {
  return stillness?.matches === true;
}
