import { useHubActor } from '@statehouse/xstate/react';
import { createContext, useContext } from 'react';
import type { SnapshotFrom } from 'xstate';
import type { CheckoutEvent } from '../machine/checkout-event.ts';
import type { CheckoutMachine } from '../machine/checkout-machine.ts';
import type { CheckoutSession } from '../session/checkout-session.ts';

export type CheckoutSnapshot = SnapshotFrom<CheckoutMachine>;

const SessionContext = createContext<CheckoutSession | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

/** The checkout of this window. */
export function useSession(): CheckoutSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession works inside a SessionProvider only.');
  return session;
}

/** What the machine shows, which may be the past, and the way to send it something. */
export function useCheckout(): readonly [CheckoutSnapshot, (event: CheckoutEvent) => void] {
  return useHubActor(useSession().actor);
}
