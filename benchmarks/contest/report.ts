import type { Cell } from './meter.ts';

/** What a contender's process says to the contest. */
export type Report =
  | { readonly kind: 'ready'; readonly cells: readonly Cell[] }
  | { readonly kind: 'sampled'; readonly value: number }
  | { readonly kind: 'failed'; readonly message: string };

/** What it is asked: a sample of one of its cells, by place. */
export interface Request {
  readonly cell: number;
}

export function isReport(message: unknown): message is Report {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  if (message.kind === 'ready') return 'cells' in message && Array.isArray(message.cells);
  if (message.kind === 'sampled') return 'value' in message && typeof message.value === 'number';
  return message.kind === 'failed' && 'message' in message && typeof message.message === 'string';
}

export function isRequest(message: unknown): message is Request {
  return (
    typeof message === 'object' && message !== null && 'cell' in message && typeof message.cell === 'number'
  );
}

/** The name under which the samples of all contenders for a cell are put together. */
export function cellKey({ case: name, metric }: { readonly case: string; readonly metric: string }): string {
  return `${name} ${metric}`;
}
