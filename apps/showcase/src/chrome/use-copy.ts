import { useCallback, useEffect, useState } from 'react';

/** So long the page says that it has copied. */
const THANKS_MS = 1_500;

/** Copies text, and says for a moment that it has. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), THANKS_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = useCallback((text: string) => {
    copyText(text).then(setIsCopied, () => {});
  }, []);
  return { isCopied, copy };
}

/** The clipboard is there on secure pages only; in a local network over plain HTTP the old way has to do. */
async function copyText(text: string): Promise<boolean> {
  if ('clipboard' in navigator) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.className = 'visually-hidden';
  document.body.append(holder);
  const { activeElement } = document;
  holder.select();
  const isCopied = document.execCommand('copy');
  holder.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus();
  return isCopied;
}
