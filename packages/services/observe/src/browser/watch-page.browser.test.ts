import { createHub } from '@statehouse/hub';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { observe } from '../observe.ts';
import type { PageMeasure } from './page-measure.ts';
import { watchPage } from './watch-page.ts';

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.replaceChildren();
});

/** Keeps the page busy. */
function block(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

function watched() {
  const watch = observe(createHub());
  const measures: PageMeasure[] = [];
  stops.push(
    watchPage(watch, { onMeasure: (measure) => measures.push(measure), reportAllChanges: true }),
    () => watch.stop(),
  );
  const seriesOf = (name: string) => watch.report().series.find((series) => series.name === name);
  return { measures, seriesOf };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 50 });

test('a task that blocks the page is counted with its length', async () => {
  const { measures, seriesOf } = watched();
  const before = seriesOf('long-task')?.count ?? 0;
  await new Promise<void>((done) =>
    setTimeout(() => {
      block(120);
      done();
    }),
  );
  await eventually(() => expect(seriesOf('long-task')?.count).toBeGreaterThan(before));
  expect(seriesOf('long-task')).toMatchObject({ kind: 'interaction' });
  expect(seriesOf('long-task')?.latencyMs.max).toBeGreaterThan(100);
  expect(measures.some(({ name, value }) => name === 'long-task' && value > 100)).toBe(true);
});

test('a slow click is counted from the press to the paint, and the element named', async () => {
  const { measures, seriesOf } = watched();
  const button = document.createElement('button');
  button.id = 'slow-button';
  button.textContent = 'Press';
  button.addEventListener('click', () => block(150));
  document.body.append(button);
  await userEvent.click(button);
  await eventually(() => expect(seriesOf('click')?.latencyMs.max).toBeGreaterThan(100));
  await eventually(() => {
    const vital = measures.findLast(({ name }) => name === 'INP');
    expect(vital?.value).toBeGreaterThan(100);
    expect(vital?.culprit).toContain('slow-button');
  });
});

test('what is no interaction is not counted as one, and nobody is told after the end', async () => {
  const { measures, seriesOf } = watched();
  document.body.addEventListener('pointermove', () => block(30), { once: true });
  await userEvent.hover(document.body);
  stops[0]?.();
  const told = measures.length;
  await new Promise<void>((done) =>
    setTimeout(() => {
      block(80);
      setTimeout(done, 100);
    }),
  );
  expect(measures.length).toBe(told);
  expect(seriesOf('pointermove')).toBeUndefined();
});
