import { Star, Volume2, VolumeX } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeardPerson } from '@parley/shared/settings/heardPeople';
import { IconButton } from '../../components/Button.tsx';
import { Choice, Slider, Toggle } from '../../components/fields.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import type { HeardChange } from '../../call/callView.ts';
import { listHeard } from './listHeard.ts';
import { useUpdate } from './settingHooks.ts';

const latencies = ['safe', 'balanced', 'lowest'] as const;

/** How others are heard: all of them, and each. */
export function HearingPage(): ReactElement {
  const { t } = useTranslation();
  const { masterVolume, mono, latency } = useDesktopState(({ settings }) => settings);
  const update = useUpdate();
  const percent = usePercent();
  return (
    <div className="stack">
      <div className="card">
        <Slider
          label={t('setting.masterVolume.name')}
          value={masterVolume}
          minimum={0}
          maximum={100}
          step={5}
          format={percent}
          onChange={(volume) => update({ masterVolume: volume })}
        />
        <Toggle
          label={t('setting.mono.name')}
          hint={t('setting.mono.hint')}
          checked={mono}
          onChange={(one) => update({ mono: one })}
        />
      </div>
      <People />
      <div className="card">
        <Choice
          label={t('setting.latency.name')}
          options={latencies.map((id) => ({
            id,
            label: t(`setting.latency.${id}`),
            hint: t(`setting.latency.${id}Hint`),
          }))}
          value={latency}
          onChange={(next) => update({ latency: next })}
        />
        <p className="small">{t('setting.latency.restart')}</p>
      </div>
    </div>
  );
}

/** Whoever is in the call, and whoever is heard in another way than everybody. */
function People(): ReactElement {
  const { t } = useTranslation();
  const { people: remembered, servers } = useDesktopState(({ settings }) => settings);
  const participants = useCall((view) => view.participants);
  const profile = useCall(({ state }) => (state.phase === 'idle' ? null : state.channel.server));
  const server = servers.find(({ id }) => id === profile)?.address ?? profile;
  const all = listHeard(remembered, participants, server);
  const nameOfServer = (address: string | null): string | undefined =>
    address === server || servers.length < 2 ? undefined : servers.find((one) => one.address === address)?.name;
  return (
    <div className="card" data-part="heard-people">
      <h2>{t('hearing.people')}</h2>
      <p className="small">{t('hearing.hint')}</p>
      {all.length === 0 && <p>{t('hearing.nobody')}</p>}
      <ul className="rows">
        {all.map((person) => (
          <Person
            key={`${person.server} ${person.identity}`}
            person={person}
            server={nameOfServer(person.server)}
            sharesSound={person.sharesSound}
          />
        ))}
      </ul>
    </div>
  );
}

function Person({
  person,
  server,
  sharesSound,
}: {
  readonly person: HeardPerson;
  /** Where they are, if that is another server than that of the call. */
  readonly server: string | undefined;
  readonly sharesSound: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const percent = usePercent();
  const { identity, volume, screen, blocked, priority } = person;
  const plain = person.name || identity;
  const name = server === undefined ? plain : t('hearing.at', { name: plain, server });
  const change = (how: HeardChange): void => controller.setHeard(identity, how, person.server);
  return (
    <li className="heard-person" data-identity={identity}>
      <div className="heard-volumes">
        <Slider
          label={name}
          value={volume}
          minimum={0}
          maximum={200}
          step={5}
          format={percent}
          onChange={(next) => change({ volume: next })}
        />
        {sharesSound && (
          <Slider
            label={t('hearing.screen', { name })}
            value={screen}
            minimum={0}
            maximum={200}
            step={5}
            format={percent}
            onChange={(next) => change({ screen: next })}
          />
        )}
      </div>
      <IconButton
        label={t('hearing.priority', { name })}
        pressed={priority}
        onPress={() => change({ priority: !priority })}
        data-action="priority"
      >
        <Star className="icon" size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('hearing.block', { name })}
        pressed={blocked}
        onPress={() => change({ blocked: !blocked })}
        data-action="block"
      >
        {blocked ? (
          <VolumeX className="icon" size={16} aria-hidden />
        ) : (
          <Volume2 className="icon" size={16} aria-hidden />
        )}
      </IconButton>
    </li>
  );
}

function usePercent(): (value: number) => string {
  const { i18n } = useTranslation();
  return (value) => new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(value / 100);
}
