import { createEntityAdapter } from '@reduxjs/toolkit';
import { tableStoreOptions } from './store-options.ts';
import { createTableAdapter } from './table-adapter.ts';
import { adapterConformance } from './testing/adapter-conformance.ts';

adapterConformance('createEntityAdapter', { create: createEntityAdapter, storeOptions: {} });
adapterConformance('createTableAdapter', { create: createTableAdapter, storeOptions: tableStoreOptions });
