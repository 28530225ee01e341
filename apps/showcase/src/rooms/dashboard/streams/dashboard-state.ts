import type { CircuitState, ConnectionStatus } from '@statehouse/rxjs';
import {
  afterPause,
  afterReading,
  afterResume,
  type LiveFigures,
  NO_FIGURES,
} from '../figures/live-figures.ts';
import type { ServerReading } from '../figures/server-reading.ts';

/** How the stream of figures stands; times are those of the page's clock. */
export type StreamStatus =
  | Exclude<ConnectionStatus, { readonly kind: 'waiting' }>
  | { readonly kind: 'waiting'; readonly failures: number; readonly retryAtMs: number };

/** How quickly the server answers, as far as it was asked. */
export interface Health {
  readonly circuit: CircuitState;
  /** The last good answer: how long it took, and when it came. */
  readonly lastGood: { readonly tookMs: number; readonly atMs: number } | undefined;
  /** What became of the newest question. */
  readonly newest: 'none' | 'answered' | 'failed' | 'spared';
  /** Since the room was entered. */
  readonly asked: number;
  readonly failed: number;
  readonly spared: number;
}

export interface DashboardState {
  readonly figures: LiveFigures;
  readonly stream: StreamStatus;
  readonly health: Health;
  /** Messages that could not be read, and were left out. */
  readonly unreadable: number;
}

export type DashboardAction =
  | { readonly type: 'received'; readonly reading: ServerReading }
  | { readonly type: 'unreadable' }
  | { readonly type: 'paused' | 'resumed' | 'reconnectAsked' }
  | { readonly type: 'streamMoved'; readonly stream: StreamStatus }
  | { readonly type: 'circuitMoved'; readonly circuit: CircuitState }
  | { readonly type: 'answered'; readonly tookMs: number; readonly atMs: number }
  | { readonly type: 'unanswered'; readonly isSpared: boolean };

export const INITIAL: DashboardState = {
  figures: NO_FIGURES,
  stream: { kind: 'idle' },
  health: {
    circuit: { kind: 'closed', failures: 0 },
    lastGood: undefined,
    newest: 'none',
    asked: 0,
    failed: 0,
    spared: 0,
  },
  unreadable: 0,
};

export function dashboardAfter(state: DashboardState, action: DashboardAction): DashboardState {
  switch (action.type) {
    case 'received':
      return { ...state, figures: afterReading(state.figures, action.reading) };
    case 'unreadable':
      return { ...state, unreadable: state.unreadable + 1 };
    case 'paused':
      return { ...state, figures: afterPause(state.figures) };
    case 'resumed':
      return { ...state, figures: afterResume(state.figures) };
    case 'reconnectAsked':
      return state;
    case 'streamMoved':
      return { ...state, stream: action.stream };
    default:
      return { ...state, health: healthAfter(state.health, action) };
  }
}

type HealthAction = Extract<DashboardAction, { readonly type: 'circuitMoved' | 'answered' | 'unanswered' }>;

function healthAfter(health: Health, action: HealthAction): Health {
  switch (action.type) {
    case 'circuitMoved':
      return { ...health, circuit: action.circuit };
    case 'answered': {
      const { tookMs, atMs } = action;
      return { ...health, asked: health.asked + 1, newest: 'answered', lastGood: { tookMs, atMs } };
    }
    case 'unanswered':
      return action.isSpared
        ? { ...health, newest: 'spared', spared: health.spared + 1 }
        : { ...health, newest: 'failed', asked: health.asked + 1, failed: health.failed + 1 };
  }
}
