import {
  Activity,
  ArrowLeft,
  AudioLines,
  Bell,
  Ear,
  Info,
  Keyboard,
  Mic,
  Server,
  SlidersHorizontal,
  User,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { Choice, Select, Toggle } from '../../components/fields.tsx';
import { useRovingFocus } from '../../components/useRovingFocus.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { zooms } from '../commands/commands.ts';
import { settingsPages, useView, useViewStore, type SettingsPage } from '../app/view.ts';
import { AccountPage } from '../account/AccountPage.tsx';
import { DoctorPage } from '../doctor/DoctorPage.tsx';
import { CueSounds } from './CueSounds.tsx';
import { DevicesPage } from './DevicesPage.tsx';
import { HearingPage } from './HearingPage.tsx';
import { ServersPage } from './ServersPage.tsx';
import { useUpdate } from './settingHooks.ts';
import { TalkPage } from './TalkPage.tsx';
import { VoicePage } from './VoicePage.tsx';

const icons: Readonly<Record<SettingsPage, LucideIcon>> = {
  talk: Keyboard,
  sound: Mic,
  voice: AudioLines,
  hearing: Ear,
  announcements: Bell,
  appearance: SlidersHorizontal,
  servers: Server,
  doctor: Activity,
  account: User,
  about: Info,
};

/** Pages of settings in the stage's place; each change holds at once. */
export function Settings(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const page = useView(({ settingsPage }) => settingsPage);
  const roving = useRovingFocus<HTMLUListElement>();
  const root = useRef<HTMLDivElement>(null);
  const close = (): void => view.setState({ page: 'call' });
  useEffect(() => root.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), []);
  return (
    <main
      className="settings"
      data-part="settings"
      ref={root}
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && close()}
    >
      <nav className="settings-index" aria-label={t('settings.title')}>
        <div className="settings-head">
          <IconButton label={t('settings.back')} className="icon-button settings-back" onPress={close}>
            <ArrowLeft className="icon rtl-mirror" size={16} aria-hidden />
          </IconButton>
          {/* The name of the navigation tells it already. */}
          <span aria-hidden="true">{t('settings.title')}</span>
        </div>
        <ul {...roving}>
          {settingsPages.map((name) => {
            const Icon = icons[name];
            return (
              <li key={name}>
                <button
                  type="button"
                  data-roving
                  data-page={name}
                  aria-current={name === page || undefined}
                  onClick={() => view.setState({ settingsPage: name })}
                >
                  <Icon className="icon" size={16} aria-hidden />
                  <span>{t(`settings.page.${name}`)}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className="page" tabIndex={-1}>
        <div className="page-head">
          <h1>{t(`settings.page.${page}`)}</h1>
          <p>{t(`settings.lead.${page}`)}</p>
        </div>
        <PageBody page={page} />
      </div>
    </main>
  );
}

function PageBody({ page }: { readonly page: SettingsPage }): ReactElement {
  switch (page) {
    case 'talk':
      return <TalkPage />;
    case 'sound':
      return <DevicesPage />;
    case 'voice':
      return <VoicePage />;
    case 'hearing':
      return <HearingPage />;
    case 'announcements':
      return <AnnouncementsPage />;
    case 'appearance':
      return <AppearancePage />;
    case 'servers':
      return <ServersPage />;
    case 'doctor':
      return <DoctorPage />;
    case 'account':
      return <AccountPage />;
    case 'about':
      return <AboutPage />;
  }
}

interface Option<T> {
  readonly id: T;
  readonly label: string;
  readonly hint?: string;
}

function AnnouncementsPage(): ReactElement {
  const { t } = useTranslation();
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  const option = <T extends string>(name: string, id: T): Option<T> => {
    const key: string = `setting.${name}.${id}`;
    return { id, label: t(key), hint: t(`${key}Hint`) };
  };
  return (
    <div className="stack">
      <div className="card">
        <Toggle
          label={t('setting.cues.name')}
          hint={t('setting.cues.hint')}
          checked={settings.cues}
          onChange={(cues) => update({ cues })}
        />
        <Toggle
          label={t('setting.cueCaptions.name')}
          hint={t('setting.cueCaptions.hint')}
          checked={settings.cueCaptions}
          onChange={(cueCaptions) => update({ cueCaptions })}
        />
      </div>
      {settings.cues && <CueSounds />}
      <div className="card">
        <Choice
          label={t('setting.announcements.name')}
          options={(['all', 'people', 'own'] as const).map((id) => option('announcements', id))}
          value={settings.announcements}
          onChange={(announcements) => update({ announcements })}
        />
        <Choice
          label={t('setting.announceWhileOpen.name')}
          options={(['wait', 'tone'] as const).map((id) => option('announceWhileOpen', id))}
          value={settings.announceWhileOpen}
          onChange={(announceWhileOpen) => update({ announceWhileOpen })}
        />
      </div>
    </div>
  );
}

function AppearancePage(): ReactElement {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  const options = <const T extends string>(name: string, ids: readonly T[]): readonly Option<T>[] =>
    ids.map((id) => {
      const key: string = `setting.${name}.${id}`;
      return { id, label: t(key) };
    });
  return (
    <div className="card">
      <Choice
        label={t('setting.theme.name')}
        options={options('theme', ['system', 'dark', 'light', 'contrast'])}
        value={settings.theme}
        onChange={(theme) => update({ theme })}
      />
      <Choice
        label={t('setting.language.name')}
        options={options('language', ['system', 'en', 'de'])}
        value={settings.language}
        onChange={(language) => update({ language })}
      />
      <Choice
        label={t('setting.density.name')}
        options={options('density', ['comfortable', 'compact'])}
        value={settings.density}
        onChange={(density) => update({ density })}
      />
      <Select
        label={t('setting.zoom.name')}
        options={(zooms.includes(settings.zoom) ? zooms : [...zooms, settings.zoom].toSorted((a, b) => a - b)).map(
          (zoom) => ({ id: String(zoom), label: percent.format(zoom / 100) }),
        )}
        value={String(settings.zoom)}
        onChange={(zoom) => update({ zoom: Number(zoom) })}
      />
      <Toggle
        label={t('setting.closeToTray.name')}
        hint={t('setting.closeToTray.hint')}
        checked={settings.closeToTray}
        onChange={(closeToTray) => update({ closeToTray })}
      />
    </div>
  );
}

function AboutPage(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const version = useDesktopState((state) => state.version);
  return (
    <div className="card">
      <p>{t('about.version', { version })}</p>
      <p>{t('about.licence')}</p>
      <p className="small">{t('about.libuiohook')}</p>
      <div>
        <Button tone="normal" onPress={() => view.setState({ dialog: 'shortcuts' })}>
          {t('shortcuts.title')}
        </Button>
      </div>
    </div>
  );
}
