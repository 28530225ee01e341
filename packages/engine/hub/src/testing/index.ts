export {
  runStoreConformance,
  type StoreDriver,
  type StoreSubject,
  type StoreTest,
} from '../store/conformance.ts';
