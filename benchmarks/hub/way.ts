import { createHub, type Hub, type Plugin } from '@statehouse/hub';

/** How stores are kept while they are measured: alone, on a hub, or on one that measures what it sees. */
export interface Way {
  readonly impl: string;
  /** Undefined where there is no hub. */
  readonly createHub: (() => Hub) | undefined;
}

export const WAYS: readonly Way[] = [
  { impl: 'plain', createHub: undefined },
  { impl: 'statehouse', createHub: () => createHub() },
  {
    impl: 'statehouse+journal+metrics',
    createHub: () => createHub({ plugins: [checking(), counting()] }),
  },
];

/** Asked before each change, as validation is. */
function checking(): Plugin {
  return { name: 'checking', beforeChange: () => undefined };
}

/** Counts changes by store and name, and sorts their times into powers of two. */
function counting(): Plugin {
  const counts = new Map<string, { count: number; readonly times: Uint32Array }>();
  return {
    name: 'counting',
    afterChange({ changes, durationMs }) {
      const bucket = Math.min(31, Math.max(0, Math.ceil(Math.log2(durationMs * 1e6))));
      for (const { store, name } of changes) {
        const key = `${store} ${name}`;
        let row = counts.get(key);
        if (row === undefined) {
          row = { count: 0, times: new Uint32Array(32) };
          counts.set(key, row);
        }
        row.count += 1;
        row.times[bucket] = (row.times[bucket] ?? 0) + 1;
      }
    },
  };
}
