export { answers, type Outcomes, QUESTIONS } from './concurrent/checks.ts';
export type { CountUnderTest, Subject } from './concurrent/count-under-test.ts';
export { EXTERNAL } from './concurrent/expected.ts';
export { createScreens, type Screen, type ScreenRunner, type Screens } from './screens.ts';
export { turn } from './turn.ts';
