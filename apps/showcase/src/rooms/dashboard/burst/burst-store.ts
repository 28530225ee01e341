/** The sensors that the events of a burst come from. */
export const SENSORS = ['Hall', 'Attic', 'Cellar', 'Garden'] as const;

/** One thing that happened; `number` counts from 1. */
export interface SensorEvent {
  readonly type: 'sensed';
  readonly number: number;
  /** Index into {@link SENSORS}. */
  readonly sensor: number;
}

export type BurstAction = SensorEvent | { readonly type: 'burstAsked'; readonly size: number };

/** What is known of the events of the newest burst, each counted by itself. */
export interface BurstState {
  /** How many were announced. */
  readonly size: number;
  readonly counted: number;
  readonly bySensor: readonly number[];
  /** The numbers of all events added up: 1 + 2 + … + size when each came exactly once. */
  readonly checksum: number;
}

export const NO_BURST: BurstState = { size: 0, counted: 0, bySensor: SENSORS.map(() => 0), checksum: 0 };

export function burstAfter(state: BurstState, action: BurstAction): BurstState {
  if (action.type === 'burstAsked') return { ...NO_BURST, size: action.size };
  const { number, sensor } = action;
  return {
    ...state,
    counted: state.counted + 1,
    bySensor: state.bySensor.map((count, at) => (at === sensor ? count + 1 : count)),
    checksum: state.checksum + number,
  };
}

/** The events of a burst. */
export function* sensorEvents(size: number): Generator<SensorEvent> {
  for (let number = 1; number <= size; number += 1)
    yield { type: 'sensed', number, sensor: (number * 7) % SENSORS.length };
}
