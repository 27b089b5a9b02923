import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { MicrophoneView, ShutReason } from '../../call/callView.ts';
import { KeyCap } from '../../components/KeyCap.tsx';
import { Lamp, type LampState } from '../../components/Lamp.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { keyName } from '../../components/keyName.ts';

/** The microphone's state, unmistakable, and a key to hold: by pointer, by Space and by Enter. */
export function MicKey(): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const view = useCall(({ microphone }) => microphone);
  const mode = useDesktopState(({ settings }) => settings.microphoneMode);
  const source = useDesktopState(({ hotkeys }) =>
    hotkeys.kind === 'live' || hotkeys.kind === 'degraded' ? hotkeys.source : hotkeys.kind,
  );
  const held = useRef(false);

  const hold = (): void => {
    if (view.state === 'trouble') return controller.retryMicrophone();
    if (mode !== 'pushToTalk') {
      if (view.state === 'shut' && waitsForPerson.has(view.reason)) return controller.reopenMicrophone();
      return controller.setMuted(view.state !== 'muted');
    }
    held.current = true;
    controller.holdTalk();
  };
  const release = (): void => {
    if (!held.current) return;
    held.current = false;
    controller.releaseTalk();
  };
  // A key that is held when the window loses the focus is let go: nobody sees it any more.
  useEffect(() => {
    const letGo = (): void => {
      if (!held.current) return;
      held.current = false;
      controller.releaseTalk();
    };
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('blur', letGo);
      letGo();
    };
  }, [controller]);

  const isPress = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      className="mic-key"
      data-part="mic-key"
      data-state={view.state}
      data-source={source}
      aria-describedby="mic-how"
      disabled={view.state === 'idle'}
      onPointerDown={(event: PointerEvent<HTMLButtonElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        hold();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onLostPointerCapture={release}
      onKeyDown={(event) => {
        if (!isPress(event)) return;
        event.preventDefault();
        if (!event.repeat) hold();
      }}
      onKeyUp={(event) => isPress(event) && release()}
      onBlur={release}
    >
      <Lamp state={lampOf(view)} />
      <span className="mic-key-text">
        <span className="mic-key-word" title={`${t('microphone.label')} ${t(`microphone.word.${view.state}`)}`}>
          <span className="sr">{t('microphone.label')} </span>
          {t(`microphone.word.${view.state}`)}
        </span>
        <How view={view} />
      </span>
    </button>
  );
}

/** States that share a word differ in shape: who muted, and whether the connection is away. */
function lampOf(view: MicrophoneView): LampState {
  if (view.state === 'muted')
    return view.by === 'moderator' ? 'moderated' : view.by === 'deafen' ? 'deafened' : 'muted';
  return view.state === 'shut' && view.reason === 'reconnecting' ? 'reconnecting' : view.state;
}

/** Shut as the person wants it: the sentence is about opening. */
const ordinary: ReadonlySet<string> = new Set<ShutReason>(['notHeld', 'released']);

/** Shut because the person or their microphone went away: what is always open waits for their word. */
const waitsForPerson: ReadonlySet<string> = new Set<ShutReason>([
  'lockScreen',
  'suspend',
  'sessionSwitch',
  'deviceLost',
  'deviceReady',
]);

interface Sentence {
  readonly key: string;
  readonly values?: { readonly key: string };
}

/** One sentence: what opens or shuts it, or why it cannot work. */
function useHow(view: MicrophoneView): Sentence {
  const { t, i18n } = useTranslation();
  const mode = useDesktopState(({ settings }) => settings.microphoneMode);
  const platform = useDesktopState((state) => state.platform);
  const [first] = useDesktopState(({ settings }) => settings.talkBindings);
  const talkMode = useDesktopState(({ settings }) => settings.talkMode);
  const trigger = useDesktopState(({ hotkeys }) => (hotkeys.kind === 'live' ? hotkeys.trigger : ''));
  const focusedOnly = useDesktopState(({ hotkeys }) => hotkeys.kind === 'degraded');
  switch (view.state) {
    case 'idle':
    case 'connecting':
      return { key: `microphone.how.${view.state}` };
    case 'muted':
    case 'open':
      return { key: `microphone.how.${view.state}.${view.by}` };
    case 'trouble': {
      const key = `microphone.trouble.${view.error.reason ?? 'microphoneBusy'}`;
      return { key: i18n.exists(key) ? key : 'microphone.trouble.microphoneBusy' };
    }
    case 'shut':
      if (!ordinary.has(view.reason)) return { key: `microphone.how.shut.${view.reason}` };
      if (mode === 'alwaysOpen') return { key: 'microphone.how.shut.other' };
      if (first === undefined) return { key: 'microphone.how.noKey' };
      return {
        key: `microphone.how.${talkMode === 'toggle' ? 'toggle' : 'hold'}${focusedOnly ? 'Focused' : ''}`,
        values: { key: trigger === '' ? keyName(first, platform, t) : trigger },
      };
  }
}

/** At most two lines of it are seen in the narrowest key and the longest language; the rest is in its title. */
function How({ view }: { readonly view: MicrophoneView }): ReactElement {
  const { t } = useTranslation();
  const { key, values } = useHow(view);
  return (
    <span className="mic-key-how" id="mic-how" title={t(key, values ?? {}).replaceAll(/<\/?cap>/g, '')}>
      <Trans i18nKey={key} {...(values === undefined ? {} : { values })} components={{ cap: <KeyCap /> }} />
    </span>
  );
}
