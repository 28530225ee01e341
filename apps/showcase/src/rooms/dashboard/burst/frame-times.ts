/** How smoothly frames followed each other. */
export interface FrameTimes {
  readonly frames: number;
  readonly longestMs: number;
  /** Frames of the display that nothing was drawn in. */
  readonly dropped: number;
}

/** What the times at which frames began say; the display's own pace is the most usual step between them. */
export function frameTimesOf(beganAtMs: readonly number[]): FrameTimes {
  const steps = beganAtMs.slice(1).map((atMs, index) => atMs - (beganAtMs[index] ?? atMs));
  if (steps.length === 0) return { frames: beganAtMs.length, longestMs: 0, dropped: 0 };
  const usualMs = steps.toSorted((one, other) => one - other)[Math.floor((steps.length - 1) / 2)] ?? 0;
  const dropped = steps.reduce(
    (sum, step) => sum + (usualMs === 0 ? 0 : Math.max(0, Math.round(step / usualMs) - 1)),
    0,
  );
  return { frames: beganAtMs.length, longestMs: Math.max(...steps), dropped };
}
