import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import type { GlyphState } from '../../components/Glyph.tsx';
import { Tile } from '../../components/Tile.tsx';
import type { ParticipantView, SpeechSpan } from '../../call/callView.ts';
import { hostileNames, person } from '../fixtures.ts';
import { record } from '../doubles/recorder.ts';
import type { Scene } from '../scene.ts';
import { Sample, Sheet } from '../Sheet.tsx';

interface TileSample {
  readonly name: string;
  readonly participant: ParticipantView;
  readonly state?: GlyphState;
  readonly camera?: true;
  readonly fixedVolume?: true;
}

const tiles: readonly TileSample[] = [
  { name: 'shut', participant: person(1) },
  { name: 'speaking', participant: person(2, { speaking: true, microphone: 'open' }) },
  { name: 'open, silent', participant: person(3, { microphone: 'open' }) },
  { name: 'muted by self', participant: person(4, { microphone: 'muted' }) },
  { name: 'muted by a moderator', participant: person(5, { microphone: 'muted' }), state: 'moderated' },
  { name: 'deafened', participant: person(6, { microphone: 'muted', deafened: true }) },
  { name: 'may only listen', participant: person(17, { microphone: 'none', maySpeak: false }) },
  { name: 'no microphone', participant: person(7, { microphone: 'none' }) },
  { name: 'microphone cannot work', participant: person(8, { microphone: 'none' }), state: 'trouble' },
  { name: 'reconnecting', participant: person(9), state: 'reconnecting' },
  { name: 'sharing', participant: person(10, { sharing: true }) },
  {
    name: 'sharing and speaking',
    participant: person(11, { sharing: true, speaking: true, microphone: 'open' }),
  },
  { name: 'camera', participant: person(12), camera: true },
  { name: 'camera, speaking', participant: person(13, { speaking: true, microphone: 'open' }), camera: true },
  { name: 'own', participant: person(0) },
  { name: 'own, open', participant: person(0, { speaking: true, microphone: 'open' }) },
  { name: 'own, camera', participant: person(0), camera: true },
  { name: 'volume 0', participant: person(14, { volume: 0 }) },
  { name: 'volume 35 %', participant: person(15, { volume: 35 }) },
  { name: 'volume cannot be changed', participant: person(16), fixedVolume: true },
];

const spansOf = (): readonly SpeechSpan[] => [{ from: Date.now() - 30_000, to: Date.now() - 22_000 }];

const Tiles = (): ReactElement => (
  <Sheet>
    {tiles.map(({ name, participant, state, camera, fixedVolume }) => (
      <Sample key={name} name={name}>
        <ul className="gallery-tiles">
          <Tile
            participant={participant}
            {...(state === undefined ? {} : { state })}
            {...(camera === undefined ? {} : { camera: <div className="gallery-camera" /> })}
            spansOf={spansOf}
            onHeard={fixedVolume === true ? null : (identity, change) => record('setHeard', identity, change)}
          />
        </ul>
      </Sample>
    ))}
  </Sheet>
);

const HostileTiles = (): ReactElement => (
  <Sheet>
    {Object.entries(hostileNames).map(([what, name], index) => (
      <Sample key={what} name={what}>
        <ul className="gallery-tiles">
          <Tile participant={person(index + 1, { name })} spansOf={spansOf} onHeard={null} />
        </ul>
      </Sample>
    ))}
  </Sheet>
);

const Avatars = (): ReactElement => (
  <Sheet>
    {Array.from({ length: 10 }, (_, index) => person(index)).map(({ identity, name }) => (
      <Sample key={identity} name={name}>
        <Avatar id={identity} name={name} size="small" />
        <Avatar id={identity} name={name} size="tile" />
      </Sample>
    ))}
    {Object.entries(hostileNames).map(([what, name]) => (
      <Sample key={what} name={what}>
        <Avatar id={what} name={name} size="small" />
        <Avatar id={what} name={name} size="tile" />
      </Sample>
    ))}
  </Sheet>
);

function EmptyStates(): ReactElement {
  const { t } = useTranslation();
  const texts = {
    noServer: [t('signIn.welcome'), t('signIn.lead')],
    alone: [t('stage.alone.title'), t('stage.alone.text')],
    noMicrophone: [t('error.microphoneAbsent.what'), t('error.microphoneAbsent.can')],
    noKey: [t('stage.noKey.title'), t('stage.noKey.text')],
    nobodyFound: [t('channels.nothing.title', { wanted: 'xylophone' }), t('channels.nothing.text')],
    noCall: [t('stage.idle.title'), t('stage.idle.text')],
  } as const;
  return (
    <Sheet>
      {(['noServer', 'alone', 'noMicrophone', 'noKey', 'nobodyFound', 'noCall'] as const).map((drawing) => (
        <Sample key={drawing} name={drawing}>
          <EmptyState
            drawing={drawing}
            reason={drawing}
            title={texts[drawing][0]}
            action={drawing === 'noKey' ? <Button tone="primary">{t('stage.noKey.action')}</Button> : undefined}
          >
            {texts[drawing][1]}
          </EmptyState>
        </Sample>
      ))}
    </Sheet>
  );
}

export const tileScenes: readonly Scene[] = [
  { id: 'tiles', title: 'Tiles', show: () => <Tiles /> },
  { id: 'tiles-hostile', title: 'Tiles with hostile names', show: () => <HostileTiles /> },
  { id: 'avatars', title: 'Avatars', show: () => <Avatars /> },
  { id: 'empty-states', title: 'Empty states', show: () => <EmptyStates /> },
];
