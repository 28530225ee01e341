export interface DoorProps {
  readonly wall: 'top' | 'bottom' | 'left';
  readonly isOpen: boolean;
}

/** An opening in a wall: an open one with its leaf and the arc that it sweeps, a shut one with the leaf in it. */
export function Door({ wall, isOpen }: DoorProps) {
  return (
    <span className="door" data-wall={wall} data-open={isOpen} aria-hidden="true">
      {isOpen && (
        <svg viewBox="0 0 44 44" aria-hidden="true">
          <path className="door-arc" d="M43 1 A42 42 0 0 1 1 43" />
          <path className="door-leaf" d="M1 43 V1 H1" />
        </svg>
      )}
    </span>
  );
}
