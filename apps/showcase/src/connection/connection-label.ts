import type { NetworkMode } from '../session/dev-session.ts';

/** What the connection pill is made of. */
export interface ConnectionView {
  readonly link:
    | { readonly kind: 'connecting' | 'live' | 'offline' }
    | { readonly kind: 'reconnecting'; readonly retryAtMs: number | undefined };
  /** Operations that the server has not answered. */
  readonly pending: number;
  readonly isReadOnly: boolean;
}

/** How the pill looks: calm, pending (amber), or away (grey; red is for loss and refusal only). */
export type PillTone = 'calm' | 'pending' | 'away';

export interface PillLabel {
  readonly text: string;
  readonly tone: PillTone;
}

/** The pill's words: `live`, `syncing 3`, `offline · 12 waiting`, `reconnecting in 4 s`, `read only`. */
export function pillLabel(view: ConnectionView, nowMs: number): PillLabel {
  const waiting = view.pending === 0 ? '' : ` · ${shortCount(view.pending)} waiting`;
  switch (view.link.kind) {
    case 'live':
      if (view.isReadOnly) return { text: 'read only', tone: 'calm' };
      return view.pending === 0
        ? { text: 'live', tone: 'calm' }
        : { text: `syncing ${shortCount(view.pending)}`, tone: 'pending' };
    case 'connecting':
      return { text: `connecting${waiting}`, tone: view.pending === 0 ? 'away' : 'pending' };
    case 'offline':
      return { text: `offline${waiting}`, tone: 'away' };
    case 'reconnecting':
      return { text: `${retryText(view.link.retryAtMs, nowMs)}${waiting}`, tone: 'away' };
  }
}

function retryText(retryAtMs: number | undefined, nowMs: number): string {
  const seconds = retryAtMs === undefined ? 0 : Math.ceil((retryAtMs - nowMs) / 1_000);
  return seconds <= 0 ? 'reconnecting' : `reconnecting in ${seconds} s`;
}

/** What the network switch does to this window at present, in one line. */
export function networkWords(mode: NetworkMode): string {
  switch (mode) {
    case 'live':
      return 'Nothing stands between this window and the server.';
    case 'slow':
      return 'Everything takes 0.4 s each way, at 30 kB/s at most.';
    case 'lossy':
      return 'The line stalls for seconds, and breaks now and then.';
    case 'cut':
      return 'Nothing gets through, in either direction.';
  }
}

/** A count that stays short: 950, 12.4k, 3M. */
export function shortCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 1_000_000) return `${trimmed(count / 1_000)}k`;
  return `${trimmed(count / 1_000_000)}M`;
}

function trimmed(value: number): string {
  return (Math.floor(value * 10) / 10).toString();
}
