import { createHub, createPlainStore } from '@statehouse/hub';
import {
  createContext,
  type ReactElement,
  type ReactNode,
  use,
  useEffect,
  useReducer,
  useState,
} from 'react';
import { useStore } from '../../hub/use-store.ts';
import { useEntity } from '../../use-entity.ts';
import { useQuery } from '../../use-query.ts';
import { tasksDatabase } from '../tasks.ts';
import type { Subject } from './count-under-test.ts';

function votesUnderTest() {
  const database = tasksDatabase(1);
  const add = (amount: number) => void database.transact((tx) => tx.tasks.increment('t0', 'votes', amount));
  return { database, add, Provider: ({ children }: { readonly children: ReactNode }) => children };
}

export const queried: Subject = {
  name: 'useQuery',
  make() {
    const { database, ...rest } = votesUnderTest();
    const useCount = () => useQuery(database, (snapshot) => snapshot.table('tasks').get('t0')?.votes ?? -1);
    return { ...rest, useCount };
  },
};

export const entity: Subject = {
  name: 'useEntity',
  make() {
    const { database, ...rest } = votesUnderTest();
    return { ...rest, useCount: () => useEntity(database, 'tasks', 't0')?.votes ?? -1 };
  },
};

export const hubStore: Subject = {
  name: 'useStore',
  make() {
    const { counts, Provider, add } = countsOnHub();
    return { Provider, add, useCount: () => useStore(counts, ({ count }) => count) };
  },
};

export const derivedOnHub: Subject = {
  name: 'useStore of a derived value',
  make() {
    const { hub, counts, Provider, add } = countsOnHub();
    const derived = hub.derive('count', [counts], ({ count }: { readonly count: number }) => count);
    return { Provider, add, useCount: () => useStore(derived) };
  },
};

function countsOnHub() {
  const hub = createHub();
  const counts = hub.add(
    'counts',
    createPlainStore({
      initial: { count: 0 },
      reduce: ({ count }: { readonly count: number }, amount: number) => ({ count: count + amount }),
    }),
  );
  const Provider = ({ children }: { readonly children: ReactNode }) => children;
  return { hub, counts, Provider, add: (amount: number) => counts.dispatch(amount) };
}

/** The control that can do everything: React's own state. */
export const reactState: Subject = {
  name: 'useState in a context',
  make() {
    const Count = createContext(0);
    let add = (_amount: number): void => {};
    function Provider({ children }: { readonly children: ReactNode }): ReactElement {
      const [count, setCount] = useState(0);
      useEffect(() => {
        add = (amount) => setCount((before) => before + amount);
      }, []);
      return <Count value={count}>{children}</Count>;
    }
    return { Provider, useCount: () => use(Count), add: (amount) => add(amount) };
  },
};

/** The control that tears: a store that is read while rendering, and told of its changes by an effect. */
export const readWhileRendering: Subject = {
  name: 'a store read while rendering',
  make() {
    const { database, ...rest } = votesUnderTest();
    const useCount = () => {
      const [, render] = useReducer((renders: number) => renders + 1, 0);
      useEffect(() => database.subscribe(render), []);
      return database.snapshot.table('tasks').get('t0')?.votes ?? -1;
    };
    return { ...rest, useCount };
  },
};
