import { createHub, createPlainStore } from '@statehouse/hub';
import { createRedactor } from '@statehouse/hub/recording';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { observeError } from '../errors.ts';
import type { ErrorReport } from './error-report.ts';
import { type ReportErrorsOptions, reportErrors } from './report-errors.ts';

type Action = { readonly type: 'add' | 'break'; readonly password?: string; readonly error?: unknown };

function watched(options: Partial<ReportErrorsOptions> = {}) {
  const clock = new VirtualTime(5_000);
  const reports: ErrorReport[] = [];
  const redactor = createRedactor({ sensitive: ['password'], key: 'a key of the tests, long enough' });
  const hub = createHub();
  hub.plugins.add(
    reportErrors({ reporter: { report: (report) => reports.push(report) }, redactor, clock, ...options }),
  );
  const cart = hub.add(
    'cart',
    createPlainStore({
      initial: 0,
      reduce(state: number, { type, error }: Action) {
        if (type === 'break') throw error;
        return state + 1;
      },
    }),
  );
  const fail = (error: unknown, password = 'hunter2hunter2') =>
    expect(() => cart.dispatch({ type: 'break', error, password })).toThrow();
  return { hub, cart, fail, reports, clock };
}

test('a report says where, what with its causes, after which input, and what came before', () => {
  const { cart, fail, reports } = watched();
  cart.dispatch({ type: 'add' });
  cart.dispatch({ type: 'add' });
  const cause = observeError('bad-rate', { given: 7 });
  fail(new TypeError('no such apple', { cause }));
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({
    atMs: 5_000,
    place: 'cart',
    errors: [{ type: 'TypeError', message: 'no such apple', code: undefined }, { code: 'observe/bad-rate' }],
    input: { type: 'break' },
    unsaid: 0,
  });
  const crumbs = reports[0]?.breadcrumbs ?? [];
  expect(crumbs.slice(-3)).toMatchObject([
    { store: 'cart', name: 'add', outcome: 'applied' },
    { store: 'cart', name: 'add', outcome: 'applied' },
    { store: 'cart', name: 'break', outcome: 'failed' },
  ]);
  expect(reports[0]?.errors[0]?.stack[0]).toContain('report-errors.test.ts');
});

test('secrets stand in no part of a report: message, cause, stack, input', () => {
  const { fail, reports } = watched();
  const secret = 'hunter2hunter2';
  fail(new Error(`cannot log in with ${secret}`, { cause: new Error(secret) }), secret);
  const text = JSON.stringify(reports);
  expect(text).toContain('cannot log in with');
  expect(text).not.toContain(secret);
});

test('the same fault is reported once in a minute, and then says how often it came', () => {
  const { fail, reports, clock } = watched();
  const again = (id: number) => fail(new RangeError(`row ${id} is missing`));
  for (let id = 0; id < 5; id += 1) again(id);
  fail(new TypeError('another fault'));
  expect(reports.map(({ unsaid }) => unsaid)).toEqual([0, 0]);
  clock.advance(60_000);
  again(9);
  expect(reports.at(-1)?.unsaid).toBe(4);
});

test('what is thrown may be anything, and causes may go in circles', () => {
  const { hub, reports } = watched();
  const knot = new Error('knot');
  knot.cause = knot;
  const unwritable = Object.create(null);
  for (const [at, error] of [undefined, null, 'words', 7, unwritable, knot].entries())
    hub.report({ error, place: `place-${at}` });
  expect(reports.map(({ errors }) => errors.map(({ type }) => type))).toEqual([
    ['undefined'],
    ['object'],
    ['string'],
    ['number'],
    ['object'],
    ['Error'],
  ]);
});

test('a reporter that throws disturbs nothing', () => {
  const { cart, fail } = watched({
    reporter: {
      report() {
        throw new Error('the service is down');
      },
    },
  });
  fail(new Error('no'));
  cart.dispatch({ type: 'add' });
  expect(cart.getState()).toBe(1);
});
