import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import type { Settings } from '@parley/shared/settings/settings';
import { Activity, Users } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { CallChannel, CallState } from '../../call/callView.ts';
import type { Ways } from '../../call/transport/attempt.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Ladder, type Rung } from '../../components/Ladder.tsx';
import { Progress } from '../../components/Progress.tsx';
import { visibleName } from '../../components/visibleName.ts';
import { formatClock } from '../../components/format.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useView, useViewStore } from '../app/view.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { Introduction } from '../firstRun/Introduction.tsx';
import { useUpdate } from '../settings/settingHooks.ts';
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
      return (
        <main className="stage-main">
          <Connecting state={state} />
        </main>
      );
    case 'connected':
    case 'reconnecting':
      return <InCall channel={state.channel} />;
    case 'ended':
    case 'failed':
      return (
        <main className="stage-main">
          <CallOver state={state} />
        </main>
      );
  }
}

function Nowhere(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const introduced = useDesktopState(({ settings }) => settings.introduced);
  const step = useView(({ introduction }) => introduction);
  const interrupted = useDesktopState(({ settings, sessions }) => {
    const call = settings.interruptedCall;
    return call !== null && sessions[call.server]?.kind === 'signedIn' ? call : null;
  });
  const presence = useDesktopState(({ profile }) => profile === null || capabilities[profile.dialect].presence);
  const noKey = useDesktopState(
    ({ settings }) => settings.microphoneMode === 'pushToTalk' && settings.talkBindings.length === 0,
  );
  if (interrupted !== null) return <Interrupted call={interrupted} />;
  if (!introduced && step !== null) return <Introduction step={step} />;
  if (noKey) {
    return (
      <main className="stage-main">
        <EmptyState
          drawing="noKey"
          reason="noKey"
          title={t('stage.noKey.title')}
          action={
            <Button tone="primary" onPress={() => view.setState({ page: 'settings', settingsPage: 'talk' })}>
              {t('stage.noKey.action')}
            </Button>
          }
        >
          {t('stage.noKey.text')}
        </EmptyState>
      </main>
    );
  }
  return (
    <main className="stage-main">
      <EmptyState drawing="noCall" reason="idle" title={t('stage.idle.title')}>
        {t(presence ? 'stage.idle.text' : 'stage.idle.textUnknown')}
      </EmptyState>
    </main>
  );
}

type InterruptedCall = NonNullable<Settings['interruptedCall']>;

/** Parley ended without leaving: one click, and all is as before. The microphone stays shut until then. */
function Interrupted({ call }: { readonly call: InterruptedCall }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const update = useUpdate();
  const joinAgain = (): void => {
    const { muted, deafened, ...channel } = call;
    controller.setMuted(muted);
    if (deafened) controller.setDeafened(true);
    controller.join(channel);
  };
  return (
    <main className="stage-main">
      <EmptyState
        drawing="noCall"
        reason="interrupted"
        title={t('stage.interrupted.title')}
        action={
          <div className="row">
            <Button tone="primary" autoFocus onPress={joinAgain} data-action="join-again">
              {t('stage.interrupted.action')}
            </Button>
            <Button onPress={() => update({ interruptedCall: null })} data-action="forget-call">
              {t('stage.interrupted.dismiss')}
            </Button>
          </div>
        }
      >
        <Trans i18nKey="stage.interrupted.text" values={{ channel: call.name }} components={{ bdi: <bdi /> }} />
      </EmptyState>
    </main>
  );
}

type Trying = Extract<CallState, { phase: 'authorising' | 'connecting' }>;

/** UDP, TCP and TURN of an attempt: ICE tries what it may at the same time; what an earlier attempt had tried did not answer. */
const verdictsOf: Readonly<Record<Ways, readonly [Rung['verdict'], Rung['verdict'], Rung['verdict']]>> = {
  automatic: ['trying', 'trying', 'trying'],
  udp: ['trying', 'untried', 'untried'],
  tcp: ['untried', 'trying', 'untried'],
  relay: ['untried', 'untried', 'trying'],
  relayTcp: ['untried', 'untried', 'trying'],
};

/** The rungs of a join in their order. */
function rungsOf(state: Trying, word: (verdict: Rung['verdict']) => string): readonly Rung[] {
  const rung = (name: string, verdict: Rung['verdict']): Rung => ({ name, verdict, word: word(verdict) });
  const ways = state.phase === 'connecting' ? state.ways : null;
  const [udp, tcp, turn] = ways === null ? (['untried', 'untried', 'untried'] as const) : verdictsOf[ways];
  const later = state.phase === 'connecting' && state.attempt > 1;
  const of = (verdict: Rung['verdict']): Rung['verdict'] => (later && verdict === 'untried' ? 'blocked' : verdict);
  return [
    rung('HTTPS', state.phase === 'authorising' ? 'trying' : 'works'),
    rung('UDP', of(udp)),
    rung('TCP', of(tcp)),
    rung('TURN', turn),
  ];
}

/** Says what is being tried, never only "connecting". */
function Connecting({ state }: { readonly state: Trying }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="empty" data-part="empty" data-reason={state.phase} role="status">
      <h1>
        <bdi>{visibleName(state.channel.name, t)}</bdi>
      </h1>
      <p>
        {state.phase === 'authorising' ? t('stage.authorising') : t('stage.connecting', { attempt: state.attempt })}
      </p>
      <Progress label={t('stage.progress')} />
      <Ladder label={t('stage.ladder')} rungs={rungsOf(state, (verdict) => t(`verdict.${verdict}`))} />
      <Elapsed />
    </div>
  );
}

/** From the second second on: whoever waits wants to know for how long. */
function Elapsed(): ReactElement {
  const { i18n } = useTranslation();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="reading quiet" aria-hidden="true">
      {seconds < 2 ? '' : formatClock(seconds * 1_000, i18n.language)}
    </span>
  );
}

function InCall({ channel }: { readonly channel: CallChannel }): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const topic = useDesktopState(
    ({ channels }) => channels[channel.server]?.channels.find(({ id }) => id === channel.id)?.topic ?? '',
  );
  const screens = useCall(({ screens: shown }) => shown);
  const count = useCall(({ participants }) => participants.length);
  // Who comes while the connection is away does not show.
  const alone = useCall(({ state }) => (state.phase === 'connected' ? 'alone' : 'aloneAway'));
  const dialog = useView((state) => state.dialog);
  return (
    <main className="stage-main">
      <header className="stage-header" data-part="stage-header">
        <h1 title={visibleName(channel.name, t)}>
          <bdi>{visibleName(channel.name, t)}</bdi>
        </h1>
        {topic !== '' && (
          <span className="topic" title={topic}>
            <bdi>{topic}</bdi>
          </span>
        )}
        <span className="people-count reading">
          <Users className="icon" size={14} aria-hidden />
          <span aria-hidden="true">{count}</span>
          <span className="sr">{t('channels.people', { count })}</span>
        </span>
        <IconButton
          label={t('connection.title')}
          pressed={dialog === 'connection'}
          data-action="connection"
          onPress={() => view.setState({ dialog: dialog === 'connection' ? null : 'connection' })}
        >
          <Activity className="icon" size={16} aria-hidden />
        </IconButton>
      </header>
      <div className="stage-body">
        {screens.length > 0 && <Screens screens={screens} />}
        {count === 1 && screens.length === 0 && (
          <EmptyState drawing="alone" reason={alone} title={t(`stage.${alone}.title`)}>
            {t(`stage.${alone}.text`)}
          </EmptyState>
        )}
        <People strip={screens.length > 0 || count === 1} />
      </div>
    </main>
  );
}
