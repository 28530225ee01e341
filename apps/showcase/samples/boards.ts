import { FLOOR_PLAN } from './floor-plan.ts';
import { FLOOR_PLAN_TEXT } from './floor-plan-text.ts';
import { MEETING } from './meeting.ts';
import { MEETING_TEXT } from './meeting-text.ts';
import { ROADMAP } from './roadmap.ts';
import { ROADMAP_TEXT } from './roadmap-text.ts';
import { type SampleBoard, sampleBoard } from './sample-board.ts';

/** The boards that a new house begins with. */
export const SAMPLE_BOARDS: readonly SampleBoard[] = [
  sampleBoard('board/roadmap', {
    title: 'A year of the Heron lamp',
    body: ROADMAP_TEXT,
    drafts: ROADMAP,
  }),
  sampleBoard('board/floor-plan', {
    title: 'Mill Lane Workshop, ground floor',
    body: FLOOR_PLAN_TEXT,
    drafts: FLOOR_PLAN,
  }),
  sampleBoard('board/meeting', {
    title: 'Members’ evening, 12 March',
    body: MEETING_TEXT,
    drafts: MEETING,
  }),
];
