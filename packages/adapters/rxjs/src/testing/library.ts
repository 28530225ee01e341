import { createReactiveStore } from '../store/reactive-store.ts';

/** A small library: books that are lent out, and whose search box. */
export interface Library {
  readonly lent: readonly string[];
  readonly found: readonly string[];
}

export type LibraryAction =
  | { readonly type: 'lend'; readonly book: string }
  | { readonly type: 'search'; readonly words: string }
  | { readonly type: 'found'; readonly books: readonly string[] }
  | { readonly type: 'burn' };

export function lend(book: string): LibraryAction {
  return { type: 'lend', book };
}

export function search(words: string): LibraryAction {
  return { type: 'search', words };
}

export function found(...books: readonly string[]): LibraryAction {
  return { type: 'found', books };
}

export function libraryStore() {
  return createReactiveStore<Library, LibraryAction>({
    initial: { lent: [], found: [] },
    reduce(state, action) {
      if (action.type === 'burn') throw new Error('books do not burn');
      if (action.type === 'lend') return { ...state, lent: [...state.lent, action.book] };
      return action.type === 'found' ? { ...state, found: action.books } : { ...state };
    },
  });
}
