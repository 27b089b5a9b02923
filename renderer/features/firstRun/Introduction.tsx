import { bindingId } from '@parley/shared/hotkeys/binding';
import { Check } from 'lucide-react';
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { keyName } from '../../components/keyName.ts';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { Told, ToldNotice } from '../notices/Told.tsx';
import { Steps } from '../../components/Steps.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { useMicrophoneTrial } from '../devices/useMicrophoneTrial.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { DevicePicker } from '../settings/DevicePicker.tsx';
import { TalkKeys } from '../settings/TalkKeys.tsx';

/** The second and third step of a new person's first minute; the first was to sign in. Channels can be joined meanwhile. */
export function Introduction({ step }: { readonly step: 'microphone' | 'key' }): ReactElement {
  return step === 'microphone' ? <MicrophoneStep /> : <KeyStep />;
}

function useFinish(): () => void {
  const desktop = useDesktop();
  const view = useViewStore();
  return () => {
    view.setState({ introduction: null });
    void desktop.settings.update({ introduced: true });
  };
}

function Step(props: {
  readonly number: 2 | 3;
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
  readonly buttons: ReactNode;
}): ReactElement {
  const title = useId();
  return (
    <main className="sign-in-stage">
      <section className="first-run" data-part="first-run" data-step={props.number} aria-labelledby={title}>
        <Steps now={props.number} of={3} />
        <h1 id={title}>{props.title}</h1>
        <p className="quiet">{props.lead}</p>
        <div className="first-run-body">{props.children}</div>
        <div className="first-run-buttons">{props.buttons}</div>
      </section>
    </main>
  );
}

/** Loud enough for a voice, dBFS; what stays below is the room. */
const voice = -40;
const tooLoud = -3;

function MicrophoneStep(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const finish = useFinish();
  const { level, error, peak } = useMicrophoneTrial(true);
  const heard = peak > voice;
  return (
    <Step
      number={2}
      title={t('firstRun.microphone.title')}
      lead={t('firstRun.microphone.lead')}
      buttons={
        <>
          <Button onPress={finish}>{t('firstRun.skip')}</Button>
          <Button tone="primary" data-action="next" onPress={() => view.setState({ introduction: 'key' })}>
            {t('firstRun.microphone.next')}
          </Button>
        </>
      }
    >
      <DevicePicker kind="audioinput" />
      <LevelMeter source={level} tone="hear" large />
      {error === null ? (
        <Told className={heard ? 'verdict-line is-good' : 'verdict-line'} heard={heard}>
          {heard && <Check className="icon" size={16} aria-hidden />}
          {t(
            !heard
              ? 'firstRun.microphone.waiting'
              : peak > tooLoud
                ? 'firstRun.microphone.loud'
                : 'firstRun.microphone.heard',
          )}
        </Told>
      ) : (
        <ToldNotice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </ToldNotice>
      )}
      <DevicePicker kind="audiooutput" />
    </Step>
  );
}

function KeyStep(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const desktop = useDesktop();
  const finish = useFinish();
  const bindings = useDesktopState(({ settings }) => settings.talkBindings);
  const platform = useDesktopState((state) => state.platform);
  const hotkeys = useDesktopState((state) => state.hotkeys);
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Step
      number={3}
      title={t('firstRun.key.title')}
      lead={t('firstRun.key.lead')}
      buttons={
        <>
          <Button onPress={() => view.setState({ introduction: 'microphone' })}>{t('firstRun.back')}</Button>
          <Button
            onPress={() => {
              void desktop.settings.update({ microphoneMode: 'alwaysOpen' });
              finish();
            }}
          >
            {t('firstRun.key.always')}
          </Button>
          <Button
            tone="primary"
            data-action="finish"
            onPress={() => {
              void desktop.settings.update({ microphoneMode: 'pushToTalk' });
              finish();
            }}
          >
            {t('firstRun.key.done')}
          </Button>
        </>
      }
    >
      <div className="first-run-keys" ref={heading} tabIndex={-1}>
        {bindings.map((binding) => (
          <KeyCap key={bindingId(binding)} large>
            {keyName(binding, platform, t)}
          </KeyCap>
        ))}
        {bindings.length === 0 && <p className="quiet">{t('firstRun.key.none')}</p>}
      </div>
      <TalkKeys />
      <p className="small">
        {hotkeys.kind === 'degraded' ? t(`hotkeys.degraded.${hotkeys.cause}`) : t('firstRun.key.private')}
      </p>
    </Step>
  );
}
