import { useEffect, useRef } from 'react';
import type { Persona } from '../session/persona.ts';
import { freeColor } from './colors.ts';

/** A colour that somebody has already gives way to a free one, once, when the others are first seen. */
export function useOwnColor(
  others: readonly { readonly color: number }[],
  persona: Persona,
  onPersona: (persona: Persona) => void,
): void {
  const isSettled = useRef(false);
  useEffect(() => {
    if (isSettled.current || others.length === 0) return;
    isSettled.current = true;
    const color = freeColor(persona.color, new Set(others.map((other) => other.color)));
    if (color !== persona.color) onPersona({ ...persona, color });
  }, [others, persona, onPersona]);
}
