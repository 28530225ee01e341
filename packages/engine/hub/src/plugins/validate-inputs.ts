import type { StandardSchemaV1 } from '@standard-schema/spec';
import { issuesInWords } from './issues-in-words.ts';
import { type Decision, type Plugin, type PluginAttempt, refuse, replaceWith } from './plugin.ts';

/** Says in words why something may not be done; undefined lets it pass. */
export type InputRule = (attempt: PluginAttempt) => string | undefined;

/** What may be done to one store: for each name of an action or event a schema (anything that implements Standard Schema) or a rule. */
export interface StoreRules {
  readonly inputs?: Readonly<Record<string, StandardSchemaV1 | InputRule>>;
  /** For every input, whatever it is called; asked before the one of its name. */
  readonly every?: StandardSchemaV1 | InputRule;
  /** Whether inputs are refused whose names are not in `inputs`. */
  readonly refusesOthers?: boolean;
}

/**
 * A plugin that refuses inputs which are not what they should be. What a schema makes of an input (trimmed, with
 * defaults) takes its place.
 *
 * @example
 * const inCart = ({ state }) => (state.items.length < 100 ? undefined : 'the cart is full');
 * createHub({ plugins: [validateInputs({ cart: { inputs: { 'cart/added': inCart } } })] });
 */
export function validateInputs(stores: Readonly<Record<string, StoreRules>>): Plugin {
  const rules = new Map(
    Object.entries(stores).map(([store, { inputs = {}, ...rest }]) => [
      store,
      { ...rest, inputs: new Map(Object.entries(inputs)) },
    ]),
  );
  return {
    name: 'validate-inputs',
    whenBroken: 'refuse',
    beforeChange(attempt) {
      const known = rules.get(attempt.store);
      if (known === undefined) return undefined;
      const named = known.inputs.get(attempt.name);
      if (named === undefined && known.refusesOthers === true)
        return refuse('nothing of this name is expected');
      const decision = judge(known.every, attempt);
      if (decision?.kind === 'refuse') return decision;
      const left = decision === undefined ? attempt : { ...attempt, input: decision.input };
      return judge(named, left) ?? decision;
    },
  };
}

function judge(rule: StandardSchemaV1 | InputRule | undefined, attempt: PluginAttempt): Decision | undefined {
  if (rule === undefined) return undefined;
  if (!('~standard' in rule)) {
    const reason = rule(attempt);
    return reason === undefined ? undefined : refuse(reason);
  }
  const result = rule['~standard'].validate(attempt.input);
  if (result instanceof Promise) return refuse('its schema answers with a promise, and a change cannot wait');
  if (result.issues !== undefined) return refuse(issuesInWords(result.issues));
  return Object.is(result.value, attempt.input) ? undefined : replaceWith(result.value);
}
