import {
  type Dispatch,
  memo,
  type ReactElement,
  type SetStateAction,
  startTransition,
  useDeferredValue,
  useEffect,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { turn } from '../turn.ts';
import type { CountUnderTest, Subject } from './count-under-test.ts';

/** So many components that a rendering takes many slices of React's time. */
const COUNTERS = 20;
/** Longer than one slice, so that React looks up after each component. */
const RENDER_MS = 6;
/** More turns than a rendering has slices. */
const QUIET_TURNS = 4 * COUNTERS;

export interface StageOptions {
  readonly isShown: boolean;
  /** Whether counters show a deferred value and appear by one, or leave it to their caller to use transitions. */
  readonly isDeferred: boolean;
}

/** What a person would have seen: the counts on the screen after each turn of the event loop. */
export interface Seen {
  readonly frames: readonly (readonly number[])[];
  readonly last: readonly number[];
}

/** Slow components that show one count, on a screen that is looked at all the time. */
export class Stage {
  readonly container = document.createElement('div');
  readonly #root = createRoot(this.container);
  readonly #count: CountUnderTest;
  #setShown = (_isShown: boolean): void => {};
  #setClicks: Dispatch<SetStateAction<number>> = () => {};
  #onClick = (): void => {};
  #rendered = 0;

  constructor(subject: Subject, options: StageOptions) {
    this.#count = subject.make();
    document.body.append(this.container);
    const { Provider } = this.#count;
    const Counters = this.#counters(options);
    flushSync(() =>
      this.#root.render(
        <Provider>
          <Counters />
        </Provider>,
      ),
    );
    this.#rendered = 0;
  }

  readonly add = (amount: number): void => this.#count.add(amount);
  readonly showCounters = (): void => this.#setShown(true);
  readonly inTransition = (change: () => void): void => startTransition(change);

  /** The counts on the screen. */
  get counts(): readonly number[] {
    return [...this.container.querySelectorAll('span')].map((span) => Number(span.textContent));
  }

  /** A person clicks, which is urgent, and on which something happens. */
  click(happens = (): void => {}): void {
    this.#onClick = happens;
    this.#button?.click();
  }

  /** How many clicks are on the screen. */
  get clicks(): number {
    return Number(this.#button?.textContent);
  }

  get #button(): HTMLElement | null {
    return this.container.querySelector('button');
  }

  /** Waits until React is in the middle of rendering the counters (or past it, if it did not let anybody in). */
  async midway(): Promise<void> {
    while (this.#rendered < 3) await turn();
  }

  /** Waits for something on the screen, and takes down what was on it meanwhile. */
  async until(isReached: () => boolean): Promise<Seen> {
    const frames: (readonly number[])[] = [this.counts];
    let quiet = 0;
    while (!isReached() && quiet < QUIET_TURNS) {
      const before = this.container.innerHTML;
      await turn();
      frames.push(this.counts);
      quiet = this.container.innerHTML === before ? quiet + 1 : 0;
    }
    return { frames, last: this.counts };
  }

  /** Waits until nothing moves any more. */
  settled(): Promise<Seen> {
    return this.until(() => false);
  }

  close(): void {
    this.#root.unmount();
    this.container.remove();
  }

  #counters({ isShown, isDeferred }: StageOptions): () => ReactElement {
    const { useCount } = this.#count;
    const useLater = <Value,>(value: Value): Value => {
      const deferred = useDeferredValue(value);
      return isDeferred ? deferred : value;
    };
    const Slow = memo(({ count }: { readonly count: number }) => {
      this.#rendered += 1;
      const start = performance.now();
      while (performance.now() - start < RENDER_MS);
      return <span>{count}</span>;
    });
    const Counter = memo(() => <Slow count={useLater(useCount())} />);
    const onClick = () => {
      this.#setClicks((before) => before + 1);
      this.#onClick();
    };
    return () => {
      const [shown, setShown] = useState(isShown);
      const [clicks, setClicks] = useState(0);
      const isVisible = useLater(shown);
      useEffect(() => {
        this.#setShown = setShown;
        this.#setClicks = setClicks;
      }, []);
      const keys = Array.from({ length: isVisible ? COUNTERS : 0 }, (_, at) => at);
      return (
        <>
          <button type="button" onClick={onClick}>
            {clicks}
          </button>
          {keys.map((key) => (
            <Counter key={key} />
          ))}
        </>
      );
    };
  }
}

/** Whether everybody shows the same. */
export function agree(counts: readonly number[]): boolean {
  return new Set(counts).size <= 1;
}
