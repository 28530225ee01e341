export type { VolatileQueueOptions } from '../crash/volatile-queue.ts';
export {
  type CrashableKeyValueDevice,
  type CrashableKeyValueOptions,
  createCrashableKeyValueDevice,
  type KeyValueCall,
  type KeyValueFault,
} from '../key-value/crashable-memory.ts';
export {
  type CrashableLogDisk,
  type CrashableLogOptions,
  createCrashableLogDisk,
  type LogCall,
  type LogFault,
} from '../log/crashable-memory.ts';
