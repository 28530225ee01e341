import { useEffect, useState } from 'react';

export type Appearance = 'light' | 'dark';

const APPEARANCE_KEY = 'statehouse.appearance';

/** Light or dark: as the system says, until the person chooses. */
export function useAppearance(): readonly [Appearance, (appearance: Appearance) => void] {
  const [system, setSystem] = useState<Appearance>(() => systemAppearance());
  const [chosen, setChosen] = useState<Appearance | undefined>(() =>
    parse(localStorage.getItem(APPEARANCE_KEY)),
  );
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setSystem(systemAppearance());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const choose = (appearance: Appearance) => {
    localStorage.setItem(APPEARANCE_KEY, appearance);
    setChosen(appearance);
  };
  return [chosen ?? system, choose];
}

function systemAppearance(): Appearance {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function parse(text: string | null): Appearance | undefined {
  return text === 'light' || text === 'dark' ? text : undefined;
}
