import { createContext, useContext } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { Office } from './data/create-office.ts';
import type { OfficeState } from './data/office-state.ts';

const OfficeContext = createContext<Office | undefined>(undefined);

export const OfficeProvider = OfficeContext.Provider;

/** The office that this component stands in. */
export function useOffice(): Office {
  const office = useContext(OfficeContext);
  if (office === undefined) throw new Error('useOffice works inside an OfficeProvider only.');
  return office;
}

export const useOfficeSelector = useSelector.withTypes<OfficeState>();
export const useOfficeDispatch = useDispatch.withTypes<Office['store']['dispatch']>();
