import type { SettingsPatch } from '@parley/shared/settings/settings';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { DeviceMenu } from '../voiceBar/DeviceMenu.tsx';
import { Choice, NumberChoice, Toggle } from './fields.tsx';
import { TalkKeys } from './TalkKeys.tsx';

const pages = ['talk', 'sound', 'appearance', 'account', 'about'] as const;
type Page = (typeof pages)[number];

/** Pages of settings in the stage's place; each change holds at once. */
export function Settings({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [page, setPage] = useState<Page>('talk');
  return (
    <div className="settings" data-part="settings" onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <nav className="settings-index" aria-label={t('settings.title')}>
        {pages.map((name) => (
          <button key={name} type="button" aria-current={name === page || undefined} onClick={() => setPage(name)}>
            {t(`settings.page.${name}`)}
          </button>
        ))}
      </nav>
      <div className="page">
        <div className="page-head">
          <h1>{t(`settings.page.${page}`)}</h1>
          <p>{t(`settings.lead.${page}`)}</p>
        </div>
        <PageBody page={page} />
      </div>
    </div>
  );
}

function PageBody({ page }: { readonly page: Page }): ReactElement {
  switch (page) {
    case 'talk':
      return <TalkPage />;
    case 'sound':
      return <SoundPage />;
    case 'appearance':
      return <AppearancePage />;
    case 'account':
      return <AccountPage />;
    case 'about':
      return <AboutPage />;
  }
}

function useUpdate(): (patch: SettingsPatch) => void {
  const desktop = useDesktop();
  return (patch) => void desktop.settings.update(patch);
}

function TalkPage(): ReactElement {
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  return (
    <div className="card">
      <Choice
        name="microphoneMode"
        options={['pushToTalk', 'alwaysOpen']}
        value={settings.microphoneMode}
        onChange={(microphoneMode) => update({ microphoneMode })}
      />
      {settings.microphoneMode === 'pushToTalk' && (
        <>
          <TalkKeys />
          <NumberChoice
            name="releaseDelay"
            options={[0, 100, 200, 400, 800]}
            value={settings.releaseDelay}
            onChange={(releaseDelay) => update({ releaseDelay })}
          />
          <NumberChoice
            name="maximumHold"
            options={[30_000, 60_000, 120_000, 300_000, 600_000]}
            value={settings.maximumHold}
            onChange={(maximumHold) => update({ maximumHold })}
          />
        </>
      )}
      <Toggle name="cues" checked={settings.cues} onChange={(cues) => update({ cues })} />
    </div>
  );
}

function SoundPage(): ReactElement {
  const { t } = useTranslation();
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  return (
    <div className="card">
      {(['audioinput', 'audiooutput'] as const).map((kind) => (
        <div className="setting" key={kind}>
          <span className="setting-name">{t(`device.${kind}`)}</span>
          <DeviceMenu kind={kind} />
        </div>
      ))}
      <Toggle
        name="noiseSuppression"
        checked={settings.noiseSuppression}
        onChange={(noiseSuppression) => update({ noiseSuppression })}
      />
      <Toggle
        name="echoCancellation"
        checked={settings.echoCancellation}
        onChange={(echoCancellation) => update({ echoCancellation })}
      />
      <Toggle name="autoGain" checked={settings.autoGain} onChange={(autoGain) => update({ autoGain })} />
    </div>
  );
}

function AppearancePage(): ReactElement {
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  return (
    <div className="card">
      <Choice
        name="theme"
        options={['system', 'dark', 'light', 'contrast']}
        value={settings.theme}
        onChange={(theme) => update({ theme })}
      />
      <Choice
        name="language"
        options={['system', 'en', 'de']}
        value={settings.language}
        onChange={(language) => update({ language })}
      />
      <Choice
        name="density"
        options={['comfortable', 'compact']}
        value={settings.density}
        onChange={(density) => update({ density })}
      />
      <Toggle name="closeToTray" checked={settings.closeToTray} onChange={(closeToTray) => update({ closeToTray })} />
    </div>
  );
}

function AccountPage(): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const session = useDesktopState((state) => state.session);
  if (session.kind !== 'signedIn') return <p>{t('settings.signedOut')}</p>;
  return (
    <div className="card">
      <p>
        <strong>
          <bdi>{session.account.name}</bdi>
        </strong>{' '}
        <span dir="ltr">{session.address}</span>
      </p>
      <p className="small">{t(session.vault.kind === 'vault' ? 'vault.kept' : 'vault.memory')}</p>
      <button
        type="button"
        className="button is-danger"
        data-action="sign-out"
        onClick={() => void desktop.session.signOut()}
      >
        {t('settings.signOut')}
      </button>
    </div>
  );
}

function AboutPage(): ReactElement {
  const { t } = useTranslation();
  const version = useDesktopState((state) => state.version);
  return (
    <div className="card">
      <p>{t('about.version', { version })}</p>
      <p>{t('about.licence')}</p>
      <p className="small">{t('about.libuiohook')}</p>
    </div>
  );
}
