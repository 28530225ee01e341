/** The four steps of a checkout, as a machine draws them. Each visitor has a basket of their own: there is nothing live to show. */
export function CheckoutPicture() {
  return (
    <svg className="checkout-picture" viewBox="0 0 240 96" aria-hidden="true">
      <rect className="box" x="2" y="30" width="44" height="26" rx="6" />
      <rect className="box" x="66" y="12" width="48" height="26" rx="6" />
      <rect className="box" x="66" y="48" width="48" height="26" rx="6" />
      <rect className="now" x="136" y="30" width="44" height="26" rx="6" />
      <circle className="box" cx="218" cy="43" r="15" />
      <circle cx="218" cy="43" r="10" />
      <path d="M46 43 H56 V25 H66 M56 43 V61 H66 M114 25 H125 V61 H114 M125 43 H136 M180 43 H203" />
      <path className="back" d="M172 56 C172 84 144 84 144 56" />
    </svg>
  );
}
