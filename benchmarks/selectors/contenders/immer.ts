import { produce } from 'immer';
import type { SelectorsUnderTest } from '../selector-contender.ts';

/** A plain record under Immer. */
export const immerSelectors: SelectorsUnderTest = {
  openNumbers(ids) {
    let state: Readonly<Record<string, { readonly id: string; readonly value: number }>> = Object.fromEntries(
      ids.map((id) => [id, { id, value: 0 }]),
    );
    return {
      setOne(id, value) {
        state = produce(state, (draft) => {
          const row = draft[id];
          if (row !== undefined) row.value = value;
        });
      },
      setAll(value) {
        state = produce(state, (draft) => {
          for (const id of ids) {
            const row = draft[id];
            if (row !== undefined) row.value = value;
          }
        });
      },
      valueOf: (id) => state[id]?.value,
    };
  },
};
