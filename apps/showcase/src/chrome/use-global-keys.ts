import { useEffect, useRef } from 'react';
import { isTyping } from './is-typing.ts';

export interface GlobalKeys {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly showKeys: () => void;
}

/** The keys that work wherever the focus is. */
export function useGlobalKeys(keys: GlobalKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (action === undefined) return;
      event.preventDefault();
      latest.current[action]();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function actionOf(event: KeyboardEvent): keyof GlobalKeys | undefined {
  if (event.defaultPrevented || event.isComposing || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
    return key === 'y' && event.ctrlKey ? 'redo' : undefined;
  }
  return key === '?' && !isTyping(event.target) ? 'showKeys' : undefined;
}
