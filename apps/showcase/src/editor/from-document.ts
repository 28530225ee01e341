import { Annotation } from '@codemirror/state';

/** Marks what an editor does because the document has changed, and not the person. */
export const fromDocument = Annotation.define<boolean>();
