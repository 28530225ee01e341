import type { Role } from '@statehouse/protocol';

/** Where a document stands. `saved` never claims more than is true. */
export interface DocumentStatus {
  /** `loading`: reading the device. `offline`: no connection. `opening`: waiting for the server. `failed`: see `error`. */
  readonly phase: 'loading' | 'offline' | 'opening' | 'live' | 'failed';
  /** The confirmed version. */
  readonly version: number;
  /** Own operations without an answer. */
  readonly pending: number;
  /** Where own work is: in the server's durable log, on this device, or only in this page's memory. */
  readonly saved: 'server' | 'device' | 'memory';
  /** Undefined until the server has said. */
  readonly role: Role | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}
