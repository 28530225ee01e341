import type { Subject } from '../series/series.ts';

export const LABELS = ['kind', 'store', 'name'] as const;
export type Label = (typeof LABELS)[number];

export function labelsOf({ kind, store, name }: Subject): Record<Label, string> {
  return { kind, store, name };
}
