import { Counter, Gauge, type Registry } from 'prom-client';
import type { Watch } from '../watch.ts';
import { LABELS, labelsOf } from './labels.ts';
import { LatencyMetric } from './latency-metric.ts';

const COUNTS = ['count', 'failures', 'refusals'] as const;
const HELP = {
  count: 'Changes, batches, effects and measured calls, whatever became of them.',
  failures: 'Those that threw.',
  refusals: 'Those that a plugin or a store refused.',
} as const;
const NAMES = {
  count: 'statehouse_changes_total',
  failures: 'statehouse_failures_total',
  refusals: 'statehouse_refusals_total',
} as const;

/**
 * Registers what a watch counts with a registry of prom-client: counters and latencies by `kind`, `store` and `name`, sizes of
 * stores and of the journal. They are read when the registry is; O(series).
 *
 * @throws Error of prom-client, where the registry has metrics of these names already
 */
export function exportToPrometheus(watch: Watch, registry: Registry): void {
  const registers = [registry];
  for (const count of COUNTS) {
    const counter = new Counter({
      name: NAMES[count],
      help: HELP[count],
      labelNames: LABELS,
      registers,
      collect() {
        counter.reset();
        for (const series of watch.series()) counter.inc(labelsOf(series.subject), series[count]);
      },
    });
  }
  new LatencyMetric(
    { name: 'statehouse_duration_seconds', help: 'How long they took that went through.' },
    registry,
    () => watch.series(),
  );
  exportSizes(watch, registry);
}

function exportSizes(watch: Watch, registry: Registry): void {
  const registers = [registry];
  const journal = new Gauge({
    name: 'statehouse_journal_bytes',
    help: 'What the journal holds, by estimate.',
    registers,
    collect() {
      journal.set(watch.sizes().journalBytes);
    },
  });
  const entities = new Gauge({
    name: 'statehouse_store_entities',
    help: 'Entities in stores that count them.',
    labelNames: ['store'],
    registers,
    collect() {
      entities.reset();
      for (const { store, entities: count } of watch.sizes().stores) {
        if (count !== undefined) entities.set({ store }, count);
      }
    },
  });
  const allocated = new Gauge({
    name: 'statehouse_store_allocated_bytes',
    help: 'Bytes that the states of stores have allocated so far, in stores that count them.',
    labelNames: ['store'],
    registers,
    collect() {
      allocated.reset();
      for (const { store, allocatedBytes } of watch.sizes().stores) {
        if (allocatedBytes !== undefined) allocated.set({ store }, allocatedBytes);
      }
    },
  });
}
