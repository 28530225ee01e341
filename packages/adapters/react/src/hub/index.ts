export { type HubWithJournal, useJournal } from './use-journal.ts';
export { type ShownStore, useStore } from './use-store.ts';
export { type TimeOfHub, type TimeTravelControls, useTimeTravel } from './use-time-travel.ts';
