import { expect, test } from 'vitest';
import {
  afterDismissal,
  afterSeen,
  afterSkip,
  currentStep,
  parseTourState,
  TOUR_START,
  TOUR_STEPS,
} from './tour-state.ts';

test('the tour ticks its steps in order, and is over behind the last', () => {
  let state = TOUR_START;
  for (const step of TOUR_STEPS) {
    expect(currentStep(state)).toBe(step);
    state = afterSeen(state, step);
  }
  expect(currentStep(state)).toBeUndefined();
  expect(afterSkip(state)).toEqual(state);
});

test('what is not asked for now ticks nothing', () => {
  expect(afterSeen(TOUR_START, 'come-back')).toBe(TOUR_START);
  const second = afterSeen(TOUR_START, 'second-window');
  expect(afterSeen(second, 'second-window')).toBe(second);
});

test('a step can be skipped', () => {
  expect(currentStep(afterSkip(TOUR_START))).toBe('edit-offline');
});

test('what is kept comes back, and what is not a tour begins anew', () => {
  const state = afterDismissal(afterSkip(TOUR_START));
  expect(parseTourState(JSON.stringify(state))).toEqual(state);
  for (const text of [null, '', '7', '{}', '{"done":-1,"isDismissed":true}', '{"done":1,"isDismissed":"no"}'])
    expect(parseTourState(text)).toBe(TOUR_START);
  expect(parseTourState('{"done":99,"isDismissed":false}').done).toBe(TOUR_STEPS.length);
});
