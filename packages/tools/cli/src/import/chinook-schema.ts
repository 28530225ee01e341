import { defineSchema, number, ref, string, table } from '@statehouse/db';

/**
 * The music shop "Chinook": eleven tables. Money is in whole cents. Deleting what is part of something goes along with
 * it; deleting what was sold, or who bought, is not possible.
 */
export const chinookTables = {
  genres: table({ name: string() }),
  mediaTypes: table({ name: string() }),
  artists: table({ name: string() }),
  albums: table({ title: string(), artistId: ref('artists', { onDelete: 'cascade' }) }),
  tracks: table({
    name: string(),
    albumId: ref('albums', { onDelete: 'cascade' }),
    mediaTypeId: ref('mediaTypes', { onDelete: 'restrict' }),
    genreId: ref('genres', { onDelete: 'restrict' }),
    composer: string(),
    milliseconds: number(),
    bytes: number(),
    unitPriceCents: number(),
  }),
  playlists: table({ name: string() }),
  playlistTracks: table({
    playlistId: ref('playlists', { onDelete: 'cascade' }),
    trackId: ref('tracks', { onDelete: 'cascade' }),
  }),
  employees: table({
    lastName: string(),
    firstName: string(),
    title: string(),
    reportsTo: ref('employees', { onDelete: 'nullify', nullable: true }),
    birthDate: string(),
    hireDate: string(),
    address: string(),
    city: string(),
    state: string(),
    country: string(),
    postalCode: string(),
    phone: string(),
    fax: string(),
    email: string(),
  }),
  customers: table({
    firstName: string(),
    lastName: string(),
    company: string(),
    address: string(),
    city: string(),
    state: string(),
    country: string(),
    postalCode: string(),
    phone: string(),
    fax: string(),
    email: string(),
    supportRepId: ref('employees', { onDelete: 'restrict' }),
  }),
  invoices: table({
    customerId: ref('customers', { onDelete: 'restrict' }),
    invoiceDate: string(),
    billingAddress: string(),
    billingCity: string(),
    billingState: string(),
    billingCountry: string(),
    billingPostalCode: string(),
    totalCents: number(),
  }),
  invoiceLines: table({
    invoiceId: ref('invoices', { onDelete: 'cascade' }),
    trackId: ref('tracks', { onDelete: 'restrict' }),
    unitPriceCents: number(),
    quantity: number(),
  }),
};

/** The music shop alone, at the version that a server has it at. */
export function chinookSchema(version: number) {
  return defineSchema({ version, tables: chinookTables });
}
export type ChinookSchema = ReturnType<typeof chinookSchema>;

/** Decimal amounts of the files, by table: what a field is called there, and what it is called here, in cents. */
export const MONEY_FIELDS: Readonly<Record<string, readonly (readonly [decimal: string, cents: string])[]>> =
  {
    tracks: [['unitPrice', 'unitPriceCents']],
    invoices: [['total', 'totalCents']],
    invoiceLines: [['unitPrice', 'unitPriceCents']],
  };
