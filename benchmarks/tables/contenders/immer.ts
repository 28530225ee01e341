import { enableMapSet, produce } from 'immer';
import { recipeMap } from './recipe-map.ts';

enableMapSet();

/** A native Map under Immer, which freezes what it makes, as it does unless told otherwise. */
export const openImmer = recipeMap((table, recipe) => produce(table, recipe));
