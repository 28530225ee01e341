import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root, type RootOptions } from 'react-dom/client';
import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

const mounted = new Set<{ readonly root: Root; readonly container: HTMLElement }>();
let complaints: MockInstance<typeof console.error>;

beforeEach(() => {
  complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  for (const { root, container } of mounted) {
    flushSync(() => root.unmount());
    container.remove();
  }
  mounted.clear();
  // What React thinks of a component, it says here.
  const said = complaints.mock.calls.map((words) => words.join(' '));
  complaints.mockRestore();
  expect(said).toEqual([]);
});

/** What a test has brought to the screen. */
export interface Screen {
  readonly text: string;
  /** Shows something else, at once. */
  render(node: ReactNode): void;
  close(): void;
}

/** Shows a component in the page, at once; it is taken away after the test, which fails if React complains. */
export function show(node: ReactNode, options?: RootOptions): Screen {
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container, options);
  mounted.add({ root, container });
  flushSync(() => root.render(node));
  return {
    get text() {
      return container.textContent ?? '';
    },
    render: (next) => flushSync(() => root.render(next)),
    close: () => flushSync(() => root.unmount()),
  };
}
