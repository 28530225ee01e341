import type { DocumentEvent, Schema } from '@statehouse/db';
import type { ClientMessage } from '@statehouse/protocol';
import type { KeyValueWrite } from '@statehouse/storage';

/** What a document's core asks of its shell. */
export type DocumentEffect<S extends Schema> =
  | { readonly kind: 'send'; readonly message: ClientMessage }
  /** Answer with `persisted` or `persistFailed`; no other write of this document is asked for meanwhile. */
  | { readonly kind: 'persist'; readonly writes: readonly KeyValueWrite[] }
  /** Call `flush` at the end of this turn. */
  | { readonly kind: 'flush-soon' }
  | { readonly kind: 'timer'; readonly name: DocumentTimer; readonly delayMs: number }
  | { readonly kind: 'changed'; readonly event: DocumentEvent<S> }
  | { readonly kind: 'status' }
  | { readonly kind: 'peers' }
  /** The log did something else than was predicted. Expected only after a snapshot stood in for the entries between. */
  | { readonly kind: 'diverged'; readonly expected: boolean };

export type DocumentTimer = 'resync' | 'presence';
