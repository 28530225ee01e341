import type { PersonColor } from './colors.ts';

/** A thin caret with a name on it, standing in a line of text without moving what follows. */
export function PersonFlag({ name, color }: { readonly name: string; readonly color: PersonColor }) {
  return (
    <span
      className="person-flag"
      data-testid="remote-caret"
      data-name={name}
      style={{ backgroundColor: color.fill }}
    >
      <span className="person-flag-name" style={{ backgroundColor: color.fill, color: color.ink }}>
        {name}
      </span>
    </span>
  );
}
