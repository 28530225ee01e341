export { Candidacy, type CandidacyListener } from './candidacy.ts';
export { createWebTabChannel, type TabChannel } from './tab-channel.ts';
export { createWebTabLocks, type LockRequest, type TabLocks } from './tab-locks.ts';
export { createWebTabs, type Tabs, type TabsScope } from './tabs.ts';
