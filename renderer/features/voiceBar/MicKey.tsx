import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { MicrophoneView } from '../../call/callView.ts';
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
    if (mode === 'alwaysOpen') return controller.setMuted(view.state !== 'muted');
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
        <span className="mic-key-word">
          <span className="sr">{t('microphone.label')} </span>
          {t(`microphone.word.${view.state}`)}
        </span>
        <span className="mic-key-how" id="mic-how">
          <How view={view} />
        </span>
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

/** One sentence: what opens or shuts it, or why it cannot work. */
function How({ view }: { readonly view: MicrophoneView }): ReactElement {
  const { t } = useTranslation();
  const mode = useDesktopState(({ settings }) => settings.microphoneMode);
  const bindings = useDesktopState(({ settings }) => settings.talkBindings);
  const hotkeys = useDesktopState((state) => state.hotkeys);
  const [first] = bindings;
  switch (view.state) {
    case 'idle':
      return <>{t('microphone.how.idle')}</>;
    case 'connecting':
      return <>{t('microphone.how.connecting')}</>;
    case 'muted':
      return <>{t(`microphone.how.muted.${view.by}`)}</>;
    case 'trouble':
      return (
        <>
          {t(`microphone.trouble.${view.error.reason ?? 'microphoneBusy'}`, {
            defaultValue: t('microphone.trouble.microphoneBusy'),
          })}
        </>
      );
    case 'open':
      return <>{t(`microphone.how.open.${view.by}`)}</>;
    case 'shut':
      if (view.reason !== 'notHeld' && view.reason !== 'released')
        return <>{t(`microphone.how.shut.${view.reason}`)}</>;
      if (mode === 'alwaysOpen') return <>{t('microphone.how.shut.other')}</>;
      if (first === undefined) return <>{t('microphone.how.noKey')}</>;
      return (
        <Trans
          i18nKey={hotkeys.kind === 'degraded' ? 'microphone.how.holdFocused' : 'microphone.how.hold'}
          values={{ key: keyName(first, t) }}
          components={{ cap: <KeyCap /> }}
        />
      );
  }
}
