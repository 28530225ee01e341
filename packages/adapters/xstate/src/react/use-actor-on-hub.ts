import type { Hub } from '@statehouse/hub';
import { useEffect, useState } from 'react';
import type { AnyActorLogic } from 'xstate';
import type { GivenOptions, HubActor, HubPart } from '../on-hub.ts';
import { createMounted } from './mounted-actor.ts';

/**
 * An actor that lives as long as a component and is on a hub meanwhile, in the place of `useActorRef`. Hub, name, logic
 * and options are those of the first rendering.
 *
 * @throws StatehouseError `hub/duplicate-store` when two are on the screen under one name
 */
export function useActorOnHub<Logic extends AnyActorLogic>(
  hub: Hub,
  name: string,
  logic: Logic,
  ...[options]: GivenOptions<Logic>
): HubActor<Logic>;
export function useActorOnHub(hub: Hub, name: string, logic: AnyActorLogic, options?: HubPart): unknown {
  const [mounted] = useState(() => createMounted(hub, name, logic, options ?? {}));
  useEffect(() => mounted.mount(), [mounted]);
  return mounted.actor;
}
