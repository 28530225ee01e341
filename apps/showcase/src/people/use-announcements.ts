import type { SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import type { Person } from './people.tsx';

/** What others do is told at most this often. */
const PAUSE_MS = 1_500;

/** Says in a sentence what somebody else did to a table. */
export type SentenceFor = (kind: 'insert' | 'delete' | 'modify', table: string) => string;

/**
 * A sentence about what others did last, for a polite live region.
 * @param sentenceFor the same function on every render
 */
export function useAnnouncements(
  document: SyncedDocument<ShowcaseSchema>,
  others: readonly Person[],
  sentenceFor: SentenceFor,
): string {
  const [message, setMessage] = useState('');
  useArrivals(others, setMessage);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waiting = new Set<string>();
    const tell = () => {
      timer = undefined;
      setMessage([...waiting].join(' '));
      waiting.clear();
    };
    const stop = document.subscribe(({ cause, effect }) => {
      if (cause !== 'remote') return;
      for (const { kind, table } of effect) waiting.add(sentenceFor(kind, table));
      timer ??= setTimeout(tell, PAUSE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [document, sentenceFor]);
  return message;
}

function useArrivals(others: readonly Person[], setMessage: (message: string) => void): void {
  const [known, setKnown] = useState(others);
  useEffect(() => {
    if (known === others) return;
    setKnown(others);
    const arrived = others.filter(
      ({ connection }) => !known.some((person) => person.connection === connection),
    );
    const left = known.filter(({ connection }) => !others.some((person) => person.connection === connection));
    const sentences = [
      ...arrived.map(({ name }) => `${name} is here.`),
      ...left.map(({ name }) => `${name} has left.`),
    ];
    if (sentences.length > 0) setMessage(sentences.join(' '));
  }, [known, others, setMessage]);
}
