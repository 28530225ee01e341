import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
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
  readonly container: HTMLElement;
  render(node: ReactNode): void;
  readonly text: string;
  click(selector: string): void;
}

/** Shows a component in the page, at once; it is taken away after the test, which fails if React complains. */
export function show(node: ReactNode): Screen {
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  mounted.add({ root, container });
  flushSync(() => root.render(node));
  return {
    container,
    render: (next) => flushSync(() => root.render(next)),
    get text() {
      return container.textContent ?? '';
    },
    click(selector) {
      const found = container.querySelector(selector);
      if (!(found instanceof HTMLElement)) throw new Error(`There is no ${selector} on the screen`);
      flushSync(() => found.click());
    },
  };
}
