import { create, type StateCreator } from 'zustand';

export interface Cart {
  readonly items: readonly string[];
  readonly isOpen: boolean;
  readonly add: (item: string) => void;
  readonly remove: (item: string) => void;
  readonly toggle: () => void;
}

const createCart: StateCreator<Cart> = (set, get) => ({
  items: [],
  isOpen: false,
  add: (item) => set({ items: [...get().items, item] }),
  remove: (item) => set((cart) => ({ items: cart.items.filter((each) => each !== item) })),
  toggle: () => set((cart) => ({ isOpen: !cart.isOpen })),
});

export const useCart = create<Cart>()(createCart);
