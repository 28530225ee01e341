/** Tells screen readers, when they have time, what others did. */
export function Announcer({ message }: { readonly message: string }) {
  return (
    <div role="status" aria-live="polite" className="visually-hidden" data-testid="announcer">
      {message}
    </div>
  );
}
