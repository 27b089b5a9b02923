import { useEffect, useRef, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import { Notice } from '../../components/Notice.tsx';
import { say, useViewStore } from '../app/view.ts';

/** A notice that is told to a screen reader, but never into the open microphone: the announcer does it. */
export function ToldNotice(props: ComponentProps<typeof Notice>): ReactElement {
  const view = useViewStore();
  const notice = useRef<HTMLDivElement>(null);
  const told = useRef('');
  useEffect(() => {
    const text = notice.current?.querySelector<HTMLElement>('.notice-text')?.innerText ?? '';
    if (text !== '' && text !== told.current) say(view, text);
    told.current = text;
  });
  return <Notice {...props} ref={notice} />;
}

/**
 * Words that are told when they change, in the place of `role=status`, which a screen reader would read into the open
 * microphone as well. `first`: also those with which they appear.
 */
export function Told(props: {
  readonly children: ReactNode;
  readonly className?: string;
  readonly first?: boolean;
  readonly heard?: boolean;
  readonly part?: string;
}): ReactElement {
  const view = useViewStore();
  const element = useRef<HTMLParagraphElement>(null);
  const told = useRef<string | null>(props.first === true ? '' : null);
  useEffect(() => {
    const text = element.current?.innerText ?? '';
    if (text !== '' && told.current !== null && told.current !== text) say(view, text);
    told.current = text;
  });
  return (
    <p className={props.className} data-heard={props.heard} data-part={props.part} ref={element}>
      {props.children}
    </p>
  );
}
