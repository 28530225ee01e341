import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root, type RootOptions } from 'react-dom/client';

/** The runner at hand, as far as screens need one. */
export interface ScreenRunner {
  beforeEach(run: () => void): void;
  afterEach(run: () => void): void;
}

/** What a test has brought to the screen. */
export interface Screen {
  readonly container: HTMLElement;
  readonly root: Root;
  /** Shows something else, at once. */
  render(node: ReactNode): void;
  readonly text: string;
  find(selector: string): HTMLElement;
}

/** The ways to the screen in one file of tests. */
export interface Screens {
  /** Shows a component in the page, at once; it is taken away after the test, which fails if React complains. */
  show(node: ReactNode, options?: RootOptions): Screen;
  /** Takes a root that the test has made. */
  screenOf(root: Root, container: HTMLElement): Screen;
  /** For tests that expect React to complain. */
  expectComplaints(): readonly string[];
}

export function createScreens({ beforeEach, afterEach }: ScreenRunner): Screens {
  const mounted = new Set<{ readonly root: Root; readonly container: HTMLElement }>();
  // What React thinks of a component, it says here.
  const { error } = console;
  let complaints: string[] = [];

  beforeEach(() => {
    console.error = (...words: readonly unknown[]) => void complaints.push(words.join(' '));
  });

  afterEach(() => {
    for (const { root, container } of mounted) {
      flushSync(() => root.unmount());
      container.remove();
    }
    mounted.clear();
    console.error = error;
    const said = complaints;
    complaints = [];
    if (said.length > 0) throw new Error(`React complains: ${said.join('\n')}`);
  });

  const screenOf = (root: Root, container: HTMLElement): Screen => {
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
  };

  return {
    show(node, options) {
      const container = document.createElement('div');
      document.body.append(container);
      const root = createRoot(container, options);
      flushSync(() => root.render(node));
      return screenOf(root, container);
    },
    screenOf,
    expectComplaints() {
      const said = complaints;
      complaints = [];
      return said;
    },
  };
}
