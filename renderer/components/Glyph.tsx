import type { ReactElement } from 'react';

/** `moderated`: muted by a moderator; `deafened`: hears nobody; `listener`: may only listen; `none`: has no microphone. */
export type GlyphState =
  | 'shut'
  | 'open'
  | 'speaking'
  | 'muted'
  | 'moderated'
  | 'deafened'
  | 'listener'
  | 'trouble'
  | 'reconnecting'
  | 'none';

/**
 * What a person's microphone does, small. Its words are the caller's, for those who do not see it. `own`: it is ours; nothing
 * else is warm when it is open (design/LANGUAGE.md, "Warm leaves, cool arrives").
 */
export const Glyph = ({ state, own }: { readonly state: GlyphState; readonly own: boolean }): ReactElement => (
  <svg
    className="glyph"
    data-state={state}
    data-own={own}
    width="16"
    height="16"
    viewBox="0 0 16 16"
    aria-hidden="true"
  >
    {shapes[state]}
  </svg>
);

const shapes: Readonly<Record<GlyphState, ReactElement>> = {
  shut: <circle cx="8" cy="8" r="4" />,
  open: (
    <>
      <circle cx="8" cy="8" r="3.4" className="fill" />
      <path d="M3 4.2a6.4 6.4 0 0 0 0 7.6M13 4.2a6.4 6.4 0 0 1 0 7.6" />
    </>
  ),
  speaking: <path d="M3 6.5v3M6.3 4v8M9.7 2.5v11M13 5.5v5" />,
  muted: (
    <>
      <circle cx="8" cy="8" r="4.4" />
      <path d="M2.8 13.2 13.2 2.8" />
    </>
  ),
  // The ring with the slash, under a bar: somebody else laid it there.
  moderated: (
    <>
      <circle cx="8" cy="9.2" r="3.8" />
      <path d="M4 13.2 12 5.2M3 2.2h10" />
    </>
  ),
  deafened: (
    <>
      <path d="M3 11V8.5a5 5 0 0 1 10 0V11M3 9.5h1.8v4H3zM11.2 9.5H13v4h-1.8z" />
      <path d="M2.2 14 13.8 2" />
    </>
  ),
  // An ear.
  listener: (
    <path d="M4.6 6.6a3.4 3.4 0 0 1 6.8 0c0 2.6-2.6 2.8-2.6 5a1.8 1.8 0 0 1-3.4.7M6.6 6.8a1.4 1.4 0 0 1 2.8 0" />
  ),
  trouble: (
    <>
      <path className="fill" d="M8 2 14.6 13.6H1.4Z" />
      <path className="cut" d="M8 6.4v3.2M8 11.6v.1" />
    </>
  ),
  reconnecting: <circle cx="8" cy="8" r="4.4" strokeDasharray="2.6 2" />,
  none: <path d="M4.5 8h7" />,
};
