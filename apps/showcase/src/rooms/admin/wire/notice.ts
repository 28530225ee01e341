import { isFlag, isNumber, isOneOf, isShape, isText } from './guard.ts';

export const NOTICE_KINDS = ['waiting', 'note', 'suspended', 'reinstated'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that moderators are told. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  /** The post or the user that it is about. */
  readonly subject: string;
  readonly text: string;
  readonly at: number;
  readonly isRead: boolean;
}

export const isNotice = isShape<Notice>({
  id: isText,
  kind: isOneOf(NOTICE_KINDS),
  subject: isText,
  text: isText,
  at: isNumber,
  isRead: isFlag,
});
