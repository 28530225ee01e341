import { IconButton, Tooltip } from '@radix-ui/themes';
import { Check, CopyPlus, Keyboard, Link2, Moon, Sun } from 'lucide-react';
import { Tool } from '../chrome/tool.tsx';
import { useCopy } from '../chrome/use-copy.ts';
import { useHouse } from './house.tsx';
import { addressElsewhere } from './place.ts';
import { useTenant } from './use-tenant.ts';

/** The tools that every place has. */
export function HouseTools({ onShowKeys }: { readonly onShowKeys: () => void }) {
  const { appearance, setAppearance } = useHouse();
  const other = appearance === 'dark' ? 'light' : 'dark';
  return (
    <>
      <SecondWindow />
      <CopyLink />
      <Tool
        label={`Switch to ${other}`}
        onClick={() => setAppearance(other)}
        icon={other === 'dark' ? <Moon size={16} /> : <Sun size={16} />}
      />
      <Tool label="Show the keys" onClick={onShowKeys} icon={<Keyboard size={16} />} />
    </>
  );
}

function SecondWindow() {
  const { pathname, search } = globalThis.location;
  return (
    <Tooltip content="Open a second window">
      <IconButton asChild variant="ghost" color="gray" className="tool">
        <a
          href={addressElsewhere(pathname, search)}
          target="_blank"
          rel="noopener"
          aria-label="Open a second window"
        >
          <CopyPlus size={16} aria-hidden="true" />
        </a>
      </IconButton>
    </Tooltip>
  );
}

function CopyLink() {
  const { isCopied, copy } = useCopy();
  const tenant = useTenant();
  return (
    <Tool
      label={isCopied ? 'Copied' : 'Copy the link'}
      onClick={() => copy(linkTo(globalThis.location, tenant))}
      icon={isCopied ? <Check size={16} /> : <Link2 size={16} />}
    />
  );
}

/** The address as others need it: without what is this window's own, and with the house in which it means something. */
function linkTo({ origin, pathname }: Location, tenant: string | undefined): string {
  return origin + pathname + (tenant === undefined ? '' : `?${new URLSearchParams({ tenant })}`);
}
