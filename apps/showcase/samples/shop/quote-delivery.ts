import { type Country, countryOf } from '../../src/rooms/checkout/shop/countries.ts';
import type {
  Album,
  DeliveryQuestion,
  DeliverySpeed,
  DeliveryVerdict,
} from '../../src/rooms/checkout/shop/shop-data.ts';

interface Tariff {
  readonly firstCents: number;
  readonly eachCents: number;
  readonly fromDays: number;
  readonly toDays: number;
}

const TARIFFS: Readonly<Record<Country['zone'], Readonly<Partial<Record<DeliverySpeed, Tariff>>>>> = {
  america: {
    standard: { firstCents: 350, eachCents: 40, fromDays: 2, toDays: 5 },
    express: { firstCents: 990, eachCents: 80, fromDays: 1, toDays: 2 },
  },
  europe: {
    standard: { firstCents: 590, eachCents: 60, fromDays: 4, toDays: 8 },
    express: { firstCents: 1_490, eachCents: 120, fromDays: 2, toDays: 3 },
  },
  elsewhere: { standard: { firstCents: 890, eachCents: 90, fromDays: 7, toDays: 14 } },
};

/** What an order costs with its delivery, by what is on the shelves now. */
export function quoteDelivery(
  { lines, country, speed }: DeliveryQuestion,
  albumOf: (id: string) => Album | undefined,
): DeliveryVerdict {
  const unavailable = (reason: string): DeliveryVerdict => ({ kind: 'unavailable', reason });
  let goodsCents = 0;
  let count = 0;
  const wanted = new Map<string, number>();
  for (const { albumId, quantity } of lines) wanted.set(albumId, (wanted.get(albumId) ?? 0) + quantity);
  for (const [albumId, quantity] of wanted) {
    const album = albumOf(albumId);
    if (album === undefined) return unavailable('One of the records is not sold here any more.');
    if (album.stock < quantity)
      return unavailable(
        `Of “${album.title}” there are ${album.stock === 0 ? 'none' : `only ${album.stock}`} left.`,
      );
    goodsCents += album.priceCents * quantity;
    count += quantity;
  }
  const place = countryOf(country);
  if (place === undefined) return unavailable('The shop does not deliver there.');
  const tariff = TARIFFS[place.zone][speed];
  if (tariff === undefined) return unavailable(`There is no ${speed} delivery to ${country}.`);
  const { firstCents, eachCents, fromDays, toDays } = tariff;
  const deliveryCents = firstCents + eachCents * (count - 1);
  const totalCents = goodsCents + deliveryCents;
  return { kind: 'quoted', quote: { goodsCents, deliveryCents, totalCents, fromDays, toDays } };
}
