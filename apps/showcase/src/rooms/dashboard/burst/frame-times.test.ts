import { expect, test } from 'vitest';
import { frameTimesOf } from './frame-times.ts';

test('an even pace drops nothing, at whatever rate the display draws', () => {
  for (const stepMs of [16.7, 8.3, 6.9]) {
    const began = Array.from({ length: 10 }, (_, frame) => frame * stepMs);
    expect(frameTimesOf(began)).toMatchObject({ frames: 10, dropped: 0 });
  }
});

test('what is missing between two frames is counted, and the longest wait told', () => {
  expect(frameTimesOf([0, 16, 33, 83, 100, 116, 150])).toEqual({ frames: 7, longestMs: 50, dropped: 3 });
});

test('a single frame and none say nothing of a pace', () => {
  expect(frameTimesOf([5])).toEqual({ frames: 1, longestMs: 0, dropped: 0 });
  expect(frameTimesOf([])).toEqual({ frames: 0, longestMs: 0, dropped: 0 });
});
