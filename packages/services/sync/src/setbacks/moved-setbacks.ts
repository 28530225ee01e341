import type { KeptSetbacks } from './setbacks.ts';

/**
 * The setbacks of one queue as another shows them. Sequences and keys are each queue's own, so they say whose they
 * are; what has come from a third stays that one's.
 */
export function movedSetbacks(client: string, { conflicts, refused }: KeptSetbacks): KeptSetbacks {
  return {
    conflicts: conflicts.map((one) => ({ ...one, key: `${client}/${one.key}` })),
    refused: refused.map((one) => (one.client === undefined ? { ...one, client } : one)),
  };
}
