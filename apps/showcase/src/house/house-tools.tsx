import { IconButton, Tooltip } from '@radix-ui/themes';
import { Check, CopyPlus, Keyboard, Link2, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Tool } from '../chrome/tool.tsx';
import { useHouse } from './house.tsx';
import { addressElsewhere } from './place.ts';

const THANKS_MS = 1_500;

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
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), THANKS_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    const { origin, pathname } = globalThis.location;
    navigator.clipboard.writeText(origin + pathname).then(
      () => setIsCopied(true),
      () => {},
    );
  };
  return (
    <Tool
      label={isCopied ? 'Copied' : 'Copy the link'}
      onClick={copy}
      icon={isCopied ? <Check size={16} /> : <Link2 size={16} />}
    />
  );
}
