import { Skeleton } from '@radix-ui/themes';
import { lazy, Suspense, useEffect, useState } from 'react';
import './lazy-editor.css';
import type { SharedTextEditorProps } from './shared-text-editor.tsx';

/** Nothing is shown before this: mostly the editor is here sooner. */
const PATIENCE_MS = 300;

const load = async () => ({ default: (await import('./shared-text-editor.tsx')).SharedTextEditor });
const Editor = lazy(load);

/** The editor for long texts, whose code is fetched when it is first shown. */
export function LazyEditor(props: SharedTextEditorProps) {
  return (
    <Suspense fallback={<EditorSkeleton label={props.label} />}>
      <Editor {...props} />
    </Suspense>
  );
}

/** Fetches the editor's code ahead of time; the browser keeps it. */
export function prefetchEditor(): void {
  // Who opens the editor sees the failure; a guess that fails is nobody's loss.
  load().catch(() => {});
}

function EditorSkeleton({ label }: { readonly label: string }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <div className="editor-skeleton" role="status" aria-label={`${label} is on its way`}>
      <Skeleton width="60%" height="20px" mb="5" />
      <Skeleton width="100%" height="14px" mb="3" />
      <Skeleton width="90%" height="14px" mb="3" />
      <Skeleton width="40%" height="14px" />
    </div>
  );
}
