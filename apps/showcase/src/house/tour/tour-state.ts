/** What the tour waits to see a person do, in order. */
export const TOUR_STEPS = ['second-window', 'edit-offline', 'come-back', 'see-conflict'] as const;

export type TourStep = (typeof TOUR_STEPS)[number];

/** How far somebody is on the tour. `done` counts the steps that were seen; all of them: it is over. */
export interface TourState {
  readonly done: number;
  readonly isDismissed: boolean;
}

export const TOUR_START: TourState = { done: 0, isDismissed: false };

/** The step that is asked for now; undefined once the tour is over. */
export function currentStep({ done }: TourState): TourStep | undefined {
  return TOUR_STEPS[done];
}

/** Something was seen: it ticks its step if that is the one asked for. */
export function afterSeen(state: TourState, step: TourStep): TourState {
  return currentStep(state) === step ? { ...state, done: state.done + 1 } : state;
}

/** Goes on without having seen the step done. */
export function afterSkip(state: TourState): TourState {
  return { ...state, done: Math.min(state.done + 1, TOUR_STEPS.length) };
}

export function afterDismissal(state: TourState): TourState {
  return { ...state, isDismissed: true };
}

/** Reads what an earlier visit left; anything else is a new tour. */
export function parseTourState(text: string | null): TourState {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null || !('done' in value) || !('isDismissed' in value))
      return TOUR_START;
    const { done, isDismissed } = value;
    const isCount = typeof done === 'number' && Number.isInteger(done) && done >= 0;
    if (!isCount || typeof isDismissed !== 'boolean') return TOUR_START;
    return { done: Math.min(done, TOUR_STEPS.length), isDismissed };
  } catch {
    return TOUR_START;
  }
}
