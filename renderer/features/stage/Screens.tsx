import { Monitor } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenView } from '../../call/callView.ts';
import { Button } from '../../components/Button.tsx';
import { visibleName } from '../../components/visibleName.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCallController } from '../call/CallContext.ts';

/** The shared screen, large; of several one is chosen, the newest at first. */
export function Screens({ screens }: { readonly screens: readonly ScreenView[] }): ReactElement | null {
  const { t } = useTranslation();
  const low = useDesktopState(({ bandwidth }) => bandwidth.low !== null);
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const screen = screens.find(({ id }) => id === chosen) ?? screens.at(-1);
  if (screen === undefined) return null;
  return (
    <>
      {screens.length > 1 && (
        <div className="screen-tabs" role="group" aria-label={t('screens.label')}>
          {screens.map(({ id, name }) => (
            <Button key={id} aria-pressed={id === screen.id} onPress={() => setChosen(id)}>
              <bdi title={visibleName(name, t)}>{visibleName(name, t)}</bdi>
            </Button>
          ))}
        </div>
      )}
      {low && !screen.isLocal && !asked.includes(screen.id) ? (
        <Spared screen={screen} onAsk={() => setAsked([...asked, screen.id])} />
      ) : (
        <Screen key={screen.id} screen={screen} />
      )}
    </>
  );
}

/** Where bandwidth is dear a screen that nobody looks at is not sent to us: LiveKit's server stops it. */
function Spared({ screen, onAsk }: { readonly screen: ScreenView; readonly onAsk: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="card" data-part="screen-spared" data-screen-id={screen.id}>
      <p>
        <bdi>{t('screens.of', { name: screen.name })}</bdi>
      </p>
      <p className="small">{t('screens.spared')}</p>
      <div className="row">
        <Button tone="normal" data-action="ask-screen" onPress={onAsk}>
          {t('screens.ask')}
        </Button>
      </div>
    </div>
  );
}

function Screen({ screen }: { readonly screen: ScreenView }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const video = useRef<HTMLVideoElement>(null);
  const [size, setSize] = useState('');
  const name = screen.isLocal ? t('screens.yours') : visibleName(screen.name, t);
  useEffect(
    () => (video.current === null ? undefined : controller.attachScreen(screen.id, video.current)),
    [controller, screen.id],
  );
  return (
    <figure className="screen" data-part="screen" data-screen-id={screen.id} data-identity={screen.identity}>
      <figcaption className="screen-caption">
        <Monitor className="icon" size={16} aria-hidden />
        <b>
          <bdi title={name}>{name}</bdi>
        </b>
        <span className="reading">{size}</span>
      </figcaption>
      <video
        ref={video}
        autoPlay
        playsInline
        muted
        aria-label={t('screens.of', { name: visibleName(screen.name, t) })}
        onResize={({ currentTarget }) => setSize(`${currentTarget.videoWidth} × ${currentTarget.videoHeight}`)}
      />
    </figure>
  );
}
