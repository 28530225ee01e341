import { memo } from 'react';
import { figureWords } from '../figures/figure-words.ts';
import type { Figure } from '../figures/figures.ts';
import { type Point, summaryOf } from '../figures/point.ts';
import { LiveChart } from './live-chart.tsx';

/** A figure: what it is, how it stands now, and how it went. */
export const FigureCard = memo(function FigureCard(props: {
  readonly figure: Figure;
  readonly points: readonly Point[];
}) {
  const { figure, points } = props;
  const { title, unit, lines } = figure;
  const summaries = lines.map(({ id, name }) => ({ name, ...summaryOf(points, id) }));
  const words = summaries
    .map(
      ({ name, now, highest }) =>
        `${name}: now ${figureWords(now, unit)}, at most ${figureWords(highest, unit)}`,
    )
    .join('. ');
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <dl className="card-values">
        {summaries.map(({ name, now }, at) => (
          <div key={name}>
            <dt>
              <Swatch isSecond={at === 1} /> {name}
            </dt>
            <dd>{figureWords(now, unit)}</dd>
          </div>
        ))}
      </dl>
      <LiveChart figure={figure} points={points} words={`${title} over the last two minutes. ${words}.`} />
    </section>
  );
});

/** How a line is drawn: by more than its colour. */
function Swatch({ isSecond }: { readonly isSecond: boolean }) {
  return (
    <svg
      className="swatch"
      viewBox="0 0 18 4"
      width="18"
      height="4"
      aria-hidden="true"
      data-second={isSecond}
    >
      <path d="M0 2H18" />
    </svg>
  );
}
