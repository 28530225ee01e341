import type { DevToolsEnhancerOptions } from '@reduxjs/toolkit';
import type { Redactor } from '@statehouse/hub/recording';

/**
 * Options of the Redux DevTools that show states and actions without secrets: `devTools: redactedDevTools(redactor, 'shop')`.
 *
 * @param store the store's name, from which the redactor's paths go on
 */
export function redactedDevTools(redactor: Pick<Redactor, 'redact'>, store: string) {
  // What is shown stands for the state or the action, without being one.
  return {
    stateSanitizer: <State>(state: State) => redactor.redact(state, store) as State,
    actionSanitizer: <Action>(action: Action) => redactor.redact(action, store) as Action,
  } satisfies DevToolsEnhancerOptions;
}
