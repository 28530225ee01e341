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
  readonly container: HTMLElement;
  readonly root: Root;
  /** Shows something else, at once. */
  render(node: ReactNode): void;
  readonly text: string;
  find(selector: string): HTMLElement;
}

/** Shows a component in the page, at once; it is taken away after the test, which fails if React complains. */
export function show(node: ReactNode, options?: RootOptions): Screen {
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container, options);
  flushSync(() => root.render(node));
  return screenOf(root, container);
}

/** Takes a root that the test has made. */
export function screenOf(root: Root, container: HTMLElement): Screen {
  mounted.add({ root, container });
  return {
    container,
    root,
    render: (next) => flushSync(() => root.render(next)),
    get text() {
      return container.textContent ?? '';
    },
    find: (selector) => {
      const found = container.querySelector(selector);
      if (!(found instanceof HTMLElement)) throw new Error(`There is no ${selector} on the screen`);
      return found;
    },
  };
}

/** For tests that expect React to complain. */
export function expectComplaints(): readonly string[] {
  const said = complaints.mock.calls.map((words) => words.join(' '));
  complaints.mockClear();
  return said;
}
