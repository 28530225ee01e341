import { createHub, createPlainStore } from '@statehouse/hub';
import { observe } from '@statehouse/observe';
import { exportToPrometheus } from '@statehouse/observe/prometheus';
import { Registry } from 'prom-client';

// Made-up time, so that the example always says the same. Leave it out, and it is the real one.
let nowMs = 0;
const stopwatch = { nowMs: () => nowMs };

const hub = createHub({ stopwatch });
const watch = observe(hub, {
  stopwatch,
  onSlow: ({ store, name }) => console.log(`${name} of ${store} was slow`),
});
const registry = new Registry();
exportToPrometheus(watch, registry);

const cart = hub.add(
  'cart',
  createPlainStore({
    initial: 0,
    stopwatch,
    reduce(apples: number, { type }: { readonly type: 'add' | 'sort' }) {
      nowMs += type === 'sort' ? 20 : 1;
      return type === 'add' ? apples + 1 : apples;
    },
  }),
);
for (let at = 0; at < 99; at += 1) cart.dispatch({ type: 'add' });
cart.dispatch({ type: 'sort' });

for (const { store, name, count, latencyMs } of watch.report().series) {
  const pace = latencyMs.p99 > 16 ? 'over a frame' : 'within a frame';
  console.log(`${store} ${name}: ${count}, ${pace}`);
}
const text = await registry.metrics();
console.log(text.split('\n').find((line) => line.startsWith('statehouse_changes_total')));
watch.stop();
