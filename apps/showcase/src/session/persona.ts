import { type Random, randomId } from '@statehouse/kernel';
import { PERSON_COLORS } from '../people/colors.ts';

/** Who this window is: a made-up name and a colour. */
export interface Persona {
  readonly name: string;
  readonly color: number;
}

const NAMES = [
  'Ada',
  'Alan',
  'Barbara',
  'Claude',
  'Donald',
  'Edsger',
  'Fran',
  'Grace',
  'Hedy',
  'Ivan',
  'Joan',
  'Katherine',
  'Leslie',
  'Margaret',
  'Niklaus',
  'Ole',
  'Peter',
  'Radia',
  'Sophie',
  'Tony',
  'Ursula',
  'Vint',
  'Wendy',
  'Yukihiro',
] as const;

const PERSONA_KEY = 'statehouse.persona';
const USER_KEY = 'statehouse.user';

/** This window's person, kept while the window lives (a reload is the same person). */
export function loadPersona(storage: Storage, random: Random): Persona {
  const kept = parsePersona(storage.getItem(PERSONA_KEY));
  if (kept !== undefined) return kept;
  const persona = {
    name: NAMES[Math.floor(random.next() * NAMES.length)] ?? NAMES[0],
    color: Math.floor(random.next() * PERSON_COLORS.length),
  };
  savePersona(storage, persona);
  return persona;
}

export function savePersona(storage: Storage, persona: Persona): void {
  storage.setItem(PERSONA_KEY, JSON.stringify(persona));
}

/**
 * The made-up user of this browser, for signing in. All its windows are one user, so that what one of them left
 * unsent when it was closed can be sent by another.
 */
export function loadUser(storage: Storage, random: Random): string {
  const kept = storage.getItem(USER_KEY);
  if (kept !== null && /^guest-\w{8,32}$/.test(kept)) return kept;
  const user = `guest-${randomId(random, 12)}`;
  storage.setItem(USER_KEY, user);
  return user;
}

function parsePersona(text: string | null): Persona | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('name' in value) || !('color' in value))
      return undefined;
    const { name, color } = value;
    return typeof name === 'string' && name !== '' && typeof color === 'number' ? { name, color } : undefined;
  } catch {
    return undefined;
  }
}
