import type { Album } from '../../src/rooms/checkout/shop/shop-data.ts';

const made = (
  id: string,
  title: string,
  artist: string,
  genre: string,
  tracks: number,
  stock: number,
): Album => ({ id, title, artist, genre, tracks, priceCents: tracks * 99, stock });

/** Records that nobody has recorded, for a house without data. */
export const MADE_UP_ALBUMS: readonly Album[] = [
  made('m1', 'Rain on the Allotment', 'The Wheelbarrows', 'Folk', 11, 6),
  made('m2', 'Kettle, Kettle', 'Mira Sandoval Trio', 'Jazz', 8, 3),
  made('m3', 'Night Bus to Lindholm', 'Port Authority', 'Electronica', 12, 9),
  made('m4', 'Letters from the Ferry', 'Ilse Brandt', 'Singer-songwriter', 10, 5),
  made('m5', 'Seven Ladders', 'Copper Weather', 'Rock', 13, 12),
  made('m6', 'The Long Counter', 'Hollis & Daughters', 'Blues', 9, 1),
  made('m7', 'Saturday Orchestra', 'Mill Lane Brass', 'Brass', 14, 200),
  made('m8', 'Small Hours, Large Rooms', 'Anouk Verhey', 'Ambient', 6, 7),
  made('m9', 'Two Left Gloves', 'The Understudies', 'Pop', 12, 0),
  made('m10', 'Harbour Lights Off', 'Port Authority', 'Electronica', 10, 2),
  made('m11', 'What the Baker Said', 'Copper Weather', 'Rock', 11, 8),
  made('m12', 'Songs for a Slow Lift', 'Mira Sandoval Trio', 'Jazz', 9, 5),
  made('m13', 'Unfinished Bridges', 'Tomas Lindqvist', 'Classical', 5, 3),
  made('m14', 'Fieldfare', 'The Wheelbarrows', 'Folk', 12, 6),
  made('m15', 'Cold Tea, Warm Engine', 'Hollis & Daughters', 'Blues', 10, 4),
  made('m16', 'Applause from Next Door', 'The Understudies', 'Pop', 13, 10),
];
