const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** Cents as a price: `$13.40`. */
export function money(cents: number): string {
  return MONEY.format(cents / 100);
}
