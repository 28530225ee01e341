import { Button, Callout, Skeleton, Text, TextField } from '@radix-ui/themes';
import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { Album } from '../shop/shop-data.ts';
import { money } from './money.ts';
import { useCatalog } from './use-catalog.ts';

export interface RecordListProps {
  /** How many of a record are in the basket. */
  readonly inBasket: (albumId: string) => number;
  readonly onAdd: (album: Album) => void;
}

const PAGE = 24;

/** What the shop has, to be searched and put into the basket. */
export function RecordList({ inBasket, onAdd }: RecordListProps) {
  const [words, setWords] = useState('');
  const [page, setPage] = useState(0);
  const [view, again] = useCatalog(words, page);
  return (
    <section className="checkout-shop" aria-label="Records">
      <TextField.Root
        aria-label="Search records"
        placeholder="Search by title or artist"
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setPage(0);
        }}
      >
        <TextField.Slot>
          <Search size={16} aria-hidden="true" />
        </TextField.Slot>
      </TextField.Root>
      {view.kind === 'loading' && <Shelf />}
      {view.kind === 'failed' && (
        <Callout.Root color="red" role="alert" size="1">
          <Callout.Text>
            The records cannot be shown: {view.reason}{' '}
            <Button size="1" variant="soft" onClick={again}>
              Try again
            </Button>
          </Callout.Text>
        </Callout.Root>
      )}
      {view.kind === 'loaded' && (
        <>
          <ul className="checkout-records">
            {view.catalog.albums.map((album) => (
              <RecordRow key={album.id} album={album} inBasket={inBasket(album.id)} onAdd={onAdd} />
            ))}
          </ul>
          <Pages page={page} total={view.catalog.total} onPage={setPage} />
          <Text as="p" size="1" color="gray">
            {view.catalog.isReal
              ? 'Records of the Chinook sample shop: each costs what its tracks cost, and as many are left as were sold.'
              : 'These records are made up.'}
          </Text>
        </>
      )}
    </section>
  );
}

interface RecordRowProps {
  readonly album: Album;
  readonly inBasket: number;
  readonly onAdd: (album: Album) => void;
}

function RecordRow({ album, inBasket, onAdd }: RecordRowProps) {
  const { title, artist, tracks, priceCents, stock } = album;
  const left = Math.max(0, stock - inBasket);
  return (
    <li>
      <div className="checkout-record-words">
        <Text as="p" size="2" weight="medium" className="checkout-clip">
          {title}
        </Text>
        <Text as="p" size="1" color="gray" className="checkout-clip">
          {artist} · {tracks === 1 ? '1 track' : `${tracks} tracks`}
          {leftInWords(stock, left)}
        </Text>
      </div>
      <Text size="2" className="checkout-number">
        {money(priceCents)}
      </Text>
      <Button
        size="1"
        variant="soft"
        aria-label={`Add ${title}`}
        aria-disabled={left === 0}
        onClick={left === 0 ? undefined : () => onAdd(album)}
      >
        <Plus size={14} aria-hidden="true" /> Add
      </Button>
    </li>
  );
}

function leftInWords(stock: number, left: number): string {
  if (stock === 0) return ' · sold out';
  if (left === 0) return ' · all of it in your basket';
  return left <= 3 ? ` · ${left} left` : '';
}

interface PagesProps {
  readonly page: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

function Pages({ page, total, onPage }: PagesProps) {
  if (total === 0)
    return (
      <Text as="p" size="2" color="gray">
        The shop has nothing like that.
      </Text>
    );
  const last = Math.min(total, (page + 1) * PAGE);
  return (
    <div className="checkout-pages">
      <Button size="1" variant="ghost" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Back
      </Button>
      <Text size="1" color="gray" className="checkout-number">
        {page * PAGE + 1} to {last} of {total}
      </Text>
      <Button size="1" variant="ghost" disabled={last === total} onClick={() => onPage(page + 1)}>
        More
      </Button>
    </div>
  );
}

function Shelf() {
  return (
    <div role="status" aria-label="Looking at the shelves…">
      {['80%', '64%', '72%', '58%', '76%'].map((width) => (
        <Skeleton key={width} width={width} height="36px" mb="3" />
      ))}
    </div>
  );
}
