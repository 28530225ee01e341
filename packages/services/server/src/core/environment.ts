import type { Schema } from '@statehouse/db';
import type { Metrics } from '@statehouse/kernel';
import type { CloseCode } from '@statehouse/protocol';
import type { Sha256 } from '@statehouse/storage';
import type { AccessRule } from './claims.ts';
import type { ServerEffect } from './server-effect.ts';
import type { ServerSettings } from './settings.ts';

/** Time as one step sees it. */
export interface StepTime {
  /** Wall clock: stands in entries, judges tokens. */
  readonly nowMs: number;
  /** Never goes back, whatever the wall clock does: everything is timed by it. */
  readonly elapsedMs: number;
}

/** What every part of the core is given. */
export interface Environment {
  readonly schema: Schema;
  /** Canonical JSON of the schema, and its digest. */
  readonly schemaText: string;
  readonly schemaDigest: string;
  readonly access: AccessRule;
  readonly sha256: Sha256;
  readonly metrics: Metrics;
  readonly settings: ServerSettings;
  readonly time: StepTime;
  /** Adds to the effects of the step under way. */
  emit(effect: ServerEffect): void;
  /** Sends nothing more to a connection, ends its subscriptions and closes it. */
  close(connection: string, code: CloseCode, reason: string): void;
}
