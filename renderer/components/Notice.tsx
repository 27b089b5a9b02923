import type { ReactElement, ReactNode, Ref } from 'react';

/**
 * A short text about something that needs no decision now; `reason` names it for tests and styles. No live region: a
 * screen reader would read it into the open microphone (`ToldNotice`).
 */
export const Notice = ({
  ref,
  ...props
}: {
  readonly tone: 'info' | 'warning' | 'error';
  readonly reason: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly ref?: Ref<HTMLDivElement>;
}): ReactElement => (
  <div className="notice" data-part="notice" data-tone={props.tone} data-reason={props.reason} ref={ref}>
    <svg className="notice-sign" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {props.tone === 'info' ? <circle cx="8" cy="8" r="6" /> : <path d="M8 1.8 15 14H1Z" />}
      <path className="notice-bang" d={props.tone === 'info' ? 'M8 7.4v3.4M8 4.9v.1' : 'M8 6v3.6M8 11.8v.1'} />
    </svg>
    <div className="notice-text">{props.children}</div>
    {props.action}
  </div>
);
