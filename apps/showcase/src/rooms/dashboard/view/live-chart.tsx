import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useHouse } from '../../../house/house.tsx';
import { figureWords } from '../figures/figure-words.ts';
import type { Figure } from '../figures/figures.ts';
import type { Point } from '../figures/point.ts';
import { scaleTop } from '../figures/scale-top.ts';

export interface LiveChartProps {
  readonly figure: Figure;
  readonly points: readonly Point[];
  /** What the picture shows, in words. */
  readonly words: string;
}

const HEIGHT_PX = 150;
const SPAN_S = 120;

/** The lines of a figure over the last two minutes. */
export function LiveChart({ figure, points, words }: LiveChartProps) {
  const { appearance } = useHouse();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new uPlot(optionsOf(figure, element), [[], [], []], element);
    chart.current = made;
    const follow = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    follow.observe(element);
    return () => {
      follow.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [figure]);
  useEffect(() => {
    const [first, second] = figure.lines;
    chart.current?.setData([
      points.map(({ atMs }) => atMs / 1_000),
      points.map(({ values }) => values[first.id]),
      points.map(({ values }) => values[second.id]),
    ]);
  }, [figure, points]);
  useEffect(() => {
    // Colours are read when it is drawn.
    chart.current?.redraw(false, true);
  }, [appearance]);
  return <div ref={place} className="live-chart" role="img" aria-label={words} />;
}

function optionsOf(figure: Figure, element: HTMLElement): uPlot.Options {
  const color = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const axis = { font: '11px "Inter Variable", system-ui, sans-serif', stroke: () => color('--gray-11') };
  const grid = { stroke: () => color('--gray-a4'), width: 1 };
  const points = { show: figure.isSparse === true, size: 4 };
  const line = (name: string, stroke: string): uPlot.Series => ({
    label: name,
    stroke: () => color(stroke),
    width: 2,
    points: { ...points, fill: () => color(stroke) },
  });
  const [first, second] = figure.lines;
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    padding: [10, 14, 0, 0],
    series: [{}, line(first.name, '--accent-9'), { ...line(second.name, '--gray-11'), dash: [5, 4] }],
    scales: {
      x: { time: false, range: (_, _least, newest) => [(newest ?? SPAN_S) - SPAN_S, newest ?? SPAN_S] },
      y: { range: (_, _least, most) => [0, scaleTop(most, figure.unit)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        grid: { show: false },
        ticks: { show: false },
        splits: (_chart, _axis, from, to) => [from, (from + to) / 2, to],
        values: () => ['2 min ago', '1 min', 'now'],
      },
      {
        ...axis,
        size: 64,
        grid,
        ticks: { show: false },
        splits: (_chart, _axis, _from, to) => [0, to / 2, to],
        values: (_, splits) => splits.map((value) => figureWords(value, figure.unit)),
      },
    ],
  };
}
