import { createHub, type HubOptions } from '@statehouse/hub';
import { createStore } from 'zustand/vanilla';
import { onHub } from '../on-hub.ts';

export interface Bears {
  readonly bears: number;
  readonly honey: readonly string[];
  readonly arrive: (count: number) => void;
  readonly eat: () => void;
}

/** A store of bears on a hub of its own. */
export function bearsOnHub(options: HubOptions = {}) {
  const hub = createHub(options);
  const store = createStore<Bears>()(
    onHub(
      hub,
      'bears',
    )((set, get) => ({
      bears: 0,
      honey: ['clover'],
      arrive: (count) => set((state) => ({ bears: state.bears + count }), false, 'bears/arrive'),
      eat: () => set({ honey: get().honey.slice(1) }),
    })),
  );
  return { hub, store };
}
