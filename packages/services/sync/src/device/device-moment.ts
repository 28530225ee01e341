import type { DocumentState } from '@statehouse/ot';
import type { Submission } from '../document/submission.ts';
import type { Pending } from '../overlay/pending.ts';
import type { KeptSetbacks } from '../setbacks/setbacks.ts';

/** What the device is to hold of a document at this moment. */
export interface DeviceMoment {
  readonly confirmed: DocumentState;
  readonly version: number;
  readonly nextSequence: number;
  readonly pending: readonly Pending[];
  readonly submission: Submission | undefined;
  readonly setbacks: KeptSetbacks;
}
