import type { ReactNode } from 'react';

/** A count that components read, and that something is added to when told: what the checks of concurrency are about. */
export interface Subject {
  readonly name: string;
  /** A count of 0 of its own. */
  make(): CountUnderTest;
}

export interface CountUnderTest {
  readonly Provider: (props: { readonly children: ReactNode }) => ReactNode;
  readonly useCount: () => number;
  readonly add: (amount: number) => void;
}
