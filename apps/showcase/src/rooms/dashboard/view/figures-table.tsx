import { Table } from '@radix-ui/themes';
import { figureWords } from '../figures/figure-words.ts';
import { FIGURES } from '../figures/figures.ts';
import { type Point, summaryOf } from '../figures/point.ts';

/** What the charts show, as a table. */
export function FiguresTable({ points }: { readonly points: readonly Point[] }) {
  return (
    <Table.Root variant="surface" className="figures-table">
      <caption className="visually-hidden">The last two minutes of the running server</caption>
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Figure</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell justify="end">Now</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell justify="end">Mean</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell justify="end">Highest</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {FIGURES.flatMap(({ title, unit, lines }) =>
          lines.map(({ id, name }) => {
            const { now, mean, highest } = summaryOf(points, id);
            return (
              <Table.Row key={id}>
                <Table.RowHeaderCell>
                  {title}: {name.toLowerCase()}
                </Table.RowHeaderCell>
                {[now, mean, highest].map((value, at) => (
                  <Table.Cell key={at} justify="end" className="number">
                    {figureWords(value, unit)}
                  </Table.Cell>
                ))}
              </Table.Row>
            );
          }),
        )}
      </Table.Body>
    </Table.Root>
  );
}
