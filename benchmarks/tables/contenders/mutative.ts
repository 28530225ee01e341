import { create } from 'mutative';
import { recipeMap } from './recipe-map.ts';

/** A native Map under Mutative, which does not freeze unless it is told to. */
export const openMutative = recipeMap((table, recipe) => create(table, recipe));
