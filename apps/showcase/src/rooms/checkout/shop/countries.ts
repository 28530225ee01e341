/** Where the shop delivers to, which is where its customers live. */
export interface Country {
  readonly zone: 'america' | 'europe' | 'elsewhere';
  /** Undefined where people do without postal codes. */
  readonly postalCode: { readonly pattern: RegExp; readonly example: string } | undefined;
}

const digits = (count: number, example: string) => ({
  pattern: new RegExp(`^\\d{${count}}$`),
  example,
});

export const COUNTRIES: Readonly<Record<string, Country>> = {
  Argentina: {
    zone: 'elsewhere',
    postalCode: { pattern: /^(\d{4}|[A-Z]\d{4}[A-Z]{3})$/, example: '1106' },
  },
  Australia: { zone: 'elsewhere', postalCode: digits(4, '2010') },
  Austria: { zone: 'europe', postalCode: digits(4, '1010') },
  Belgium: { zone: 'europe', postalCode: digits(4, '1000') },
  Brazil: { zone: 'elsewhere', postalCode: { pattern: /^\d{5}-\d{3}$/, example: '01310-200' } },
  Canada: {
    zone: 'america',
    postalCode: { pattern: /^[A-Z]\d[A-Z] \d[A-Z]\d$/, example: 'H2G 1A7' },
  },
  Chile: { zone: 'elsewhere', postalCode: undefined },
  'Czech Republic': { zone: 'europe', postalCode: { pattern: /^\d{3} ?\d{2}$/, example: '143 00' } },
  Denmark: { zone: 'europe', postalCode: digits(4, '1720') },
  Finland: { zone: 'europe', postalCode: digits(5, '00530') },
  France: { zone: 'europe', postalCode: digits(5, '75009') },
  Germany: { zone: 'europe', postalCode: digits(5, '70174') },
  Hungary: { zone: 'europe', postalCode: { pattern: /^(H-)?\d{4}$/, example: 'H-1073' } },
  India: { zone: 'elsewhere', postalCode: digits(6, '110017') },
  Ireland: { zone: 'europe', postalCode: undefined },
  Italy: { zone: 'europe', postalCode: digits(5, '00192') },
  Netherlands: { zone: 'europe', postalCode: { pattern: /^\d{4}( ?[A-Z]{2})?$/, example: '1016 AB' } },
  Norway: { zone: 'europe', postalCode: digits(4, '0171') },
  Poland: { zone: 'europe', postalCode: { pattern: /^\d{2}-\d{3}$/, example: '00-358' } },
  Portugal: { zone: 'europe', postalCode: { pattern: /^\d{4}-\d{3}$/, example: '1250-096' } },
  Spain: { zone: 'europe', postalCode: digits(5, '28015') },
  Sweden: { zone: 'europe', postalCode: { pattern: /^\d{3} ?\d{2}$/, example: '112 30' } },
  USA: { zone: 'america', postalCode: { pattern: /^\d{5}(-\d{4})?$/, example: '94043-1351' } },
  'United Kingdom': {
    zone: 'europe',
    postalCode: { pattern: /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, example: 'N1 5LH' },
  },
};

/** The country of a name; undefined where the shop does not deliver. */
export function countryOf(name: string): Country | undefined {
  return Object.hasOwn(COUNTRIES, name) ? COUNTRIES[name] : undefined;
}
