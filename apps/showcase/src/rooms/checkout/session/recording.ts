import type { Hub } from '@statehouse/hub';
import { createRedactor, exportRecordingInTurns, type Redactor } from '@statehouse/hub/recording';

/** What of a checkout is nobody's business: who, where, and how they pay. */
const SENSITIVE = [
  'token',
  'label',
  'paidBy',
  'name',
  'street',
  'city',
  'postalCode',
  'payerEmail',
  'wallet',
  'email',
];

/** Takes the person out of a recording. Their typing is known letter by letter, from the state that it led to. */
export function checkoutRedactor(key: string | Uint8Array): Redactor {
  return createRedactor({ sensitive: SENSITIVE, key });
}

/** All that the journal reaches, as a file. */
export async function recordCheckout(hub: Hub, key: string | Uint8Array): Promise<string> {
  const lines = await exportRecordingInTurns(hub, { redactor: checkoutRedactor(key), note: 'A checkout.' });
  return [...lines].join('');
}
