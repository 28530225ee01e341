export { type CaseParameters, cases } from './cases.ts';
export { drawInt, drawOne, seededRandom } from './seeded-random.ts';
export { VirtualTime } from './virtual-time.ts';
