import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallState } from '../../call/callView.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall } from '../call/CallContext.ts';
import { CallOver } from './CallOver.tsx';
import { People } from './People.tsx';
import { Screens } from './Screens.tsx';

/** Where the call is: screens, tiles or roster; or why there is none. */
export function Stage(): ReactElement {
  const state = useCall((view) => view.state);
  switch (state.phase) {
    case 'idle':
      return <Nowhere />;
    case 'authorising':
    case 'connecting':
      return <Connecting state={state} />;
    case 'connected':
    case 'reconnecting':
      return <InCall channelId={state.channel.id} name={state.channel.name} />;
    case 'ended':
    case 'failed':
      return <CallOver state={state} />;
  }
}

function Nowhere(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="empty" data-part="empty" data-reason="idle">
      <h1>{t('stage.idle.title')}</h1>
      <p>{t('stage.idle.text')}</p>
    </div>
  );
}

/** Says what is being tried, never only "connecting". */
function Connecting({
  state,
}: {
  readonly state: Extract<CallState, { phase: 'authorising' | 'connecting' }>;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="empty" data-part="empty" data-reason={state.phase} role="status">
      <h1>
        <bdi>{state.channel.name}</bdi>
      </h1>
      <p>
        {state.phase === 'authorising' ? t('stage.authorising') : t('stage.connecting', { attempt: state.attempt })}
      </p>
      <progress aria-label={t('stage.progress')} />
    </div>
  );
}

function InCall(props: { readonly channelId: string; readonly name: string }): ReactElement {
  const { t } = useTranslation();
  const topic = useDesktopState(
    ({ channels }) => channels.channels.find(({ id }) => id === props.channelId)?.topic ?? '',
  );
  const screens = useCall((view) => view.screens);
  const count = useCall((view) => view.participants.length);
  return (
    <>
      <header className="stage-header" data-part="stage-header">
        <h1>
          <bdi>{props.name}</bdi>
        </h1>
        <span className="topic">
          <bdi>{topic}</bdi>
        </span>
        <span className="people-count reading" aria-label={t('channels.people', { count })}>
          {count}
        </span>
      </header>
      <div className="stage-body">
        {screens.length > 0 && <Screens screens={screens} />}
        <People strip={screens.length > 0} />
      </div>
    </>
  );
}
