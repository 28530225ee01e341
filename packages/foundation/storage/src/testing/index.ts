export type { VolatileQueueOptions } from '../crash/volatile-queue.ts';
export {
  type KeyValueDriver,
  type KeyValueSubject,
  runKeyValueConformance,
} from '../key-value/conformance.ts';
export {
  type CrashableKeyValueDevice,
  type CrashableKeyValueOptions,
  createCrashableKeyValueDevice,
  type KeyValueCall,
  type KeyValueFault,
} from '../key-value/crashable-memory.ts';
export type { LogDriver, LogSubject } from '../log/conformance/subject.ts';
export { runLogConformance } from '../log/conformance.ts';
export {
  type CrashableLogDisk,
  type CrashableLogOptions,
  createCrashableLogDisk,
  type LogCall,
  type LogFault,
} from '../log/crashable-memory.ts';
export { runTabsConformance, type TabsDriver, type TabsSubject } from '../tabs/conformance.ts';
export {
  createVirtualTabs,
  type VirtualTab,
  type VirtualTabs,
  type VirtualTabsOptions,
} from '../tabs/virtual-tabs.ts';
export { type ConformanceTest, expectEqual, expectRefused } from './expectation.ts';
export { sampleRecord, sampleRecords } from './sample-records.ts';
