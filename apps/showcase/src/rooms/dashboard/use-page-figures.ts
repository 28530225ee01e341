import { watchPage } from '@statehouse/observe/browser';
import { useEffect, useState } from 'react';
import type { Dashboard } from './streams/create-dashboard.ts';

/** What a person feels of this window, since the room was entered. */
export interface PageFigures {
  /** Tasks that kept the page from answering for more than 50 ms. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
  /** From the slowest press to the pixels, as web vitals count it; undefined before there was one. */
  readonly interactionMs: number | undefined;
}

const NOTHING_YET: PageFigures = { longTasks: 0, longestTaskMs: 0, interactionMs: undefined };

/** Measures this window while it is shown. */
export function usePageFigures({ watch }: Dashboard): PageFigures {
  const [figures, setFigures] = useState(NOTHING_YET);
  useEffect(
    () =>
      watchPage(watch, {
        reportAllChanges: true,
        onMeasure({ name, value }) {
          if (name === 'long-task')
            setFigures((now) => ({
              ...now,
              longTasks: now.longTasks + 1,
              longestTaskMs: Math.max(now.longestTaskMs, value),
            }));
          if (name === 'INP') setFigures((now) => ({ ...now, interactionMs: value }));
        },
      }),
    [watch],
  );
  return figures;
}
