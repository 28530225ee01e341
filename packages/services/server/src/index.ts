export type { Access, AccessRule, Claims } from './core/index.ts';
