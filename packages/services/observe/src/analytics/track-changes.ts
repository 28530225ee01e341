import type { JournalEntry, Plugin } from '@statehouse/hub';
import type { Analytics } from './analytics.ts';

/** What of an entry is to be counted; undefined for what is nobody's business. */
export type TrackedEntry = (
  entry: JournalEntry,
) => { readonly name: string; readonly properties?: unknown } | undefined;

/** A plugin that notes the changes of a hub. Nothing of inputs and states is in it unless `of` puts it there. */
export function trackChanges(analytics: Pick<Analytics, 'track'>, of: TrackedEntry = usual): Plugin {
  return {
    name: 'analytics',
    afterChange(entry) {
      const tracked = of(entry);
      if (tracked !== undefined) analytics.track(tracked.name, tracked.properties);
    },
  };
}

/** Who changed what, and what became of it. */
function usual({ kind, name, changes, outcome, durationMs }: JournalEntry): ReturnType<TrackedEntry> {
  if (kind === 'joined' || kind === 'left') return undefined;
  const store = changes[0]?.store;
  return {
    name: store === undefined ? name : `${store}/${name}`,
    properties: { outcome: outcome.kind, durationMs },
  };
}
