export { type ActorProgram, leaderProgram, type ProgramPart } from './leader-program.ts';
