import { Building2, ChartSpline, FileText, Newspaper, Rss, Shapes, ShoppingCart } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '../chrome/logo.tsx';
import { useHouse } from './house.tsx';
import { Link } from './link.tsx';
import { entranceOf, type OpenRoomId, roomOfPlace } from './place.ts';
import { openRooms } from './rooms.ts';

const ICONS: Readonly<Record<OpenRoomId, ReactNode>> = {
  board: <Shapes size={20} aria-hidden="true" />,
  blog: <Newspaper size={20} aria-hidden="true" />,
  feed: <Rss size={20} aria-hidden="true" />,
  page: <FileText size={20} aria-hidden="true" />,
  admin: <Building2 size={20} aria-hidden="true" />,
  checkout: <ShoppingCart size={20} aria-hidden="true" />,
  dashboard: <ChartSpline size={20} aria-hidden="true" />,
};

/** The way to the plan and to every open room: a strip on the left, on a phone along the bottom. */
export function Rail() {
  const { place } = useHouse().visit;
  return (
    <nav className="rail" aria-label="Rooms">
      <ul>
        <RailItem to="/" name="Plan" icon={<Logo />} isCurrent={place.kind === 'plan'} />
        {openRooms.map(({ id, name }) => (
          <RailItem
            key={id}
            to={entranceOf(id)}
            name={name}
            icon={ICONS[id]}
            isCurrent={roomOfPlace(place) === id}
          />
        ))}
      </ul>
    </nav>
  );
}

function RailItem(props: {
  readonly to: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly isCurrent: boolean;
}) {
  return (
    <li>
      <Link to={props.to} className="rail-link" aria-current={props.isCurrent ? 'page' : undefined}>
        {props.icon}
        <span>{props.name}</span>
      </Link>
    </li>
  );
}
