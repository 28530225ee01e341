import { createPlainStore, type PlainStore } from '@statehouse/hub';
import { type Manners, PROMPT } from '../shop/manners.ts';

/** Another way in which the shop is to behave. */
export interface MannersInput {
  readonly type: 'shop behaves';
  readonly manners: Partial<Manners>;
}

/** How the shop behaves: a second store on the hub of the checkout, so that the journal says which was when. */
export function createMannersStore(): PlainStore<Manners, MannersInput> {
  return createPlainStore<Manners, MannersInput>({
    initial: PROMPT,
    reduce: (before, { manners }) => ({ ...before, ...manners }),
  });
}
