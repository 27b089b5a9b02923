import type { ReactElement, ReactNode } from 'react';

type Drawing = 'noServer' | 'alone' | 'noMicrophone' | 'noKey' | 'nobodyFound' | 'noCall';

/** Nothing is here: what that means and the one thing to do about it (design/png/13-empty-states). */
export const EmptyState = (props: {
  readonly drawing: Drawing;
  readonly reason: string;
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactElement => (
  <div className="empty" data-part="empty" data-reason={props.reason}>
    <svg className="empty-drawing" width="112" height="72" viewBox="0 0 112 72" aria-hidden="true">
      {drawings[props.drawing]}
    </svg>
    <h1>{props.title}</h1>
    <p>{props.children}</p>
    {props.action}
  </div>
);

const drawings: Readonly<Record<Drawing, ReactElement>> = {
  noServer: (
    <>
      <path d="M38 12a34 34 0 0 0 0 48M74 12a34 34 0 0 1 0 48" />
      <circle className="faint" cx="56" cy="36" r="10" />
    </>
  ),
  noCall: (
    <>
      <path className="faint" d="M32 14a32 32 0 0 0 0 44M80 14a32 32 0 0 1 0 44" />
      <circle cx="56" cy="36" r="15" />
      <path className="lit" d="M50 36h12" />
    </>
  ),
  alone: (
    <>
      <path className="lit" d="M24 16a28 28 0 0 0 0 40" />
      <path className="faint" d="M88 16a28 28 0 0 1 0 40" />
      <circle cx="56" cy="36" r="15" />
      <circle className="lit-fill" cx="56" cy="36" r="5.5" />
    </>
  ),
  noMicrophone: (
    <>
      <rect x="44" y="4" width="24" height="40" rx="12" />
      <path d="M30 32a26 26 0 0 0 52 0M56 58v8" />
      <path className="lit faint" d="M38 68h36" />
    </>
  ),
  noKey: (
    <>
      <rect x="30" y="10" width="52" height="52" rx="8" />
      <path className="lit" d="M48 36h16" />
      <path className="faint" d="M14 36h8M90 36h8" />
    </>
  ),
  nobodyFound: (
    <>
      <circle cx="52" cy="32" r="22" />
      <path d="M68 48l18 18" />
      <path className="faint" d="M42 32h20" />
    </>
  ),
};
