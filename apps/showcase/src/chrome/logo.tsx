/** The house as a plan, in three lines. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d="M3 4h18v16H3z" />
      <path d="M12 4v9" />
      <path d="M3 13h13" />
    </svg>
  );
}
