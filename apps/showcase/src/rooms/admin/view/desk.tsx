import { TabNav, Text } from '@radix-ui/themes';
import { useTimeTravel } from '@statehouse/react/hub';
import { type ReactNode, useEffect } from 'react';
import type { KeyLine } from '../../../chrome/keys-dialog.tsx';
import { useHouse } from '../../../house/house.tsx';
import { Link } from '../../../house/link.tsx';
import { pathOfPlainRoom } from '../../../house/place.ts';
import { PlainRoomFrame } from '../../../house/plain-room-frame.tsx';
import { RoomSkeleton } from '../../../house/room-skeleton.tsx';
import { SECTIONS, type Section, wentTo } from '../data/ui-slice.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../office-context.tsx';
import { NoticeSection } from './notice-section.tsx';
import { OpenPanel } from './panels/open-panel.tsx';
import { PanelTools } from './panels/panel-tools.tsx';
import { PastBanner } from './panels/past-banner.tsx';
import { AwayBanner } from './parts/away-banner.tsx';
import { Moderator } from './parts/moderator.tsx';
import { Toasts } from './parts/toasts.tsx';
import { PostSection } from './posts/post-section.tsx';
import { SignIn } from './sign-in.tsx';
import { UserSection } from './user-section.tsx';

const KEYS: readonly KeyLine[] = [
  { meaning: 'Next or previous post', keys: ['J', 'K'] },
  { meaning: 'Approve, hide or lock the post', keys: ['A', 'H', 'L'] },
  { meaning: 'Choose the post for a step on several', keys: ['X'] },
  { meaning: 'Open the post', keys: ['Enter'] },
];

const TITLES: Readonly<Record<Section, string>> = { posts: 'Posts', users: 'Users', notices: 'Notices' };

/** The moderator's desk: what the address names of it, the panels beside it, and the way in for who has not signed in. */
export function Desk({ inside }: { readonly inside: readonly string[] }) {
  const { hub, seat } = useOffice();
  const phase = useOfficeSelector(({ auth }) => auth.phase);
  const { shown } = useTimeTravel(hub);
  const section = useSection(inside[0]);
  const isPast = shown.kind === 'past';
  // Whoever is out of an office of theirs is on the way to that of nobody.
  const isLeaving = phase === 'signed-out' && seat.moderator !== '';
  if ((phase === 'unknown' || isLeaving) && !isPast)
    return <RoomSkeleton title="Office" roomName="Office" reason="Looking who you are…" />;
  if (phase !== 'signed-in' && phase !== 'away')
    return (
      <PlainRoomFrame room="admin" keys={[]} tools={<PanelTools />}>
        {isPast && <PastBanner />}
        <div className="office">
          <div className="office-entrance" inert={isPast}>
            {phase !== 'unknown' && <SignIn />}
          </div>
          <OpenPanel />
        </div>
        <Toasts />
      </PlainRoomFrame>
    );
  return (
    <PlainRoomFrame room="admin" title={TITLES[section]} keys={KEYS} tools={<PanelTools />}>
      {isPast ? <PastBanner /> : <AwayBanner />}
      <div className="office">
        <div className="office-desk" inert={isPast} data-past={isPast}>
          <Sections section={section} />
          <SectionView section={section} item={inside[1]} isIn={phase === 'signed-in'} />
        </div>
        <OpenPanel />
      </div>
      <Toasts />
    </PlainRoomFrame>
  );
}

/** Where the address leads; without a word of it, where the moderator was last. */
function useSection(named: string | undefined): Section {
  const { navigate } = useHouse();
  const dispatch = useOfficeDispatch();
  const last = useOfficeSelector(({ ui }) => ui.section);
  const section = SECTIONS.find((one) => one === named);
  useEffect(() => {
    if (section === undefined) navigate(pathOfPlainRoom('admin', [last]));
    else if (section !== last) dispatch(wentTo(section));
  }, [dispatch, navigate, section, last]);
  return section ?? last;
}

function Sections({ section }: { readonly section: Section }) {
  const { api } = useOffice();
  const { unread } = api.useGetNoticesQuery(undefined, {
    selectFromResult: ({ data = [] }) => ({ unread: data.filter(({ isRead }) => !isRead).length }),
  });
  return (
    <div className="office-sections">
      <TabNav.Root aria-label="What there is to do">
        {SECTIONS.map((one) => (
          <TabNav.Link key={one} asChild active={one === section}>
            <Link to={pathOfPlainRoom('admin', [one])}>
              {TITLES[one]}
              {one === 'notices' && unread > 0 && (
                <span className="office-count">
                  {unread}
                  <span className="visually-hidden"> unread</span>
                </span>
              )}
            </Link>
          </TabNav.Link>
        ))}
      </TabNav.Root>
      <Moderator />
    </div>
  );
}

function SectionView(props: {
  readonly section: Section;
  readonly item: string | undefined;
  readonly isIn: boolean;
}): ReactNode {
  const { section, item, isIn } = props;
  const { api } = useOffice();
  api.useWatchQuery();
  if (!isIn && section !== 'posts')
    return (
      <Text as="p" m="5" color="gray">
        This is shown as soon as the server can be reached.
      </Text>
    );
  if (section === 'posts') return <PostSection opened={item} />;
  return section === 'users' ? <UserSection /> : <NoticeSection />;
}
