import { isStatehouseError } from '@statehouse/kernel';
import { describe, expect, test } from 'vitest';
import { dryRunRows, type RowsDryRun } from './dry-run.ts';
import { ANN, device, idOf, passed } from './memory-device.fixture.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

describe('a dry run', () => {
  test('counts what would become of the rows, names the first that fail, and changes nothing', async () => {
    const { contents, time, optionsOf, leave, open } = device();
    await leave(500);
    const second = await open({ version: 2, migrations: peopleSteps });
    await second.write([{ id: 'zoe', row: personIn(2, ANN) }]);
    await second.close();
    contents.set(`people/rows/0000000001/${idOf(9)}`, 'x');
    const before = new Map(contents);
    const broken = peopleSteps.map((step) => ({
      ...step,
      up: (row: unknown) => {
        if (/:1\d0/.test(JSON.stringify(row))) throw new Error('no such person');
        return step.up(row);
      },
    }));
    const running = dryRunRows(optionsOf({ version: 3, migrations: broken }));
    await passed(time, 20);
    const report = await running;
    expect([...report.rowsByVersion]).toEqual([
      [1, 500],
      [2, 1],
    ]);
    expect([report.failures, report.damaged]).toEqual([10, 1]);
    expect(report.firstFailures.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, at) => idOf(100 + at * 10)),
    );
    expect(report.firstFailures.every(({ problem }) => isStatehouseError(problem))).toBe(true);
    expect(contents).toEqual(before);
  });

  test('names twenty of those that fail at most, and keeps the thread for a slice at a time', async () => {
    const { time, optionsOf, leave } = device();
    await leave(100);
    let nowMs = 0;
    const up = () => {
      nowMs += 1;
      throw new Error('no such person');
    };
    const options = { version: 2, migrations: [{ to: 2, up }], stopwatch: { nowMs: () => nowMs } };
    let report: RowsDryRun | undefined;
    dryRunRows(optionsOf(options)).then((found) => {
      report = found;
    });
    let turns = 0;
    for (; report === undefined && turns < 1_000; turns += 1) await passed(time, 1);
    expect([report?.failures, report?.firstFailures.length]).toEqual([100, 20]);
    expect(turns).toBeGreaterThanOrEqual(Math.floor(100 / 8));
  });
});
