import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpeechSpan } from '../../call/callView.ts';
import { EdgeLamps } from '../../components/EdgeLamps.tsx';
import { formatMilliseconds } from '../../components/format.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Ladder, VerdictSign } from '../../components/Ladder.tsx';
import { Lamp } from '../../components/Lamp.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { Mark } from '../../components/Mark.tsx';
import { PathGlyph } from '../../components/PathGlyph.tsx';
import { Plot } from '../../components/Plot.tsx';
import { Seal } from '../../components/Seal.tsx';
import { Spark } from '../../components/Spark.tsx';
import { Steps } from '../../components/Steps.tsx';
import { Trace } from '../../components/Trace.tsx';
import { createLevelDouble } from '../doubles/levels.ts';
import type { Scene } from '../scene.ts';
import { Sample, Sheet } from '../Sheet.tsx';

const levels = [-Infinity, -60, -40, -18, -6, 0].map((level) => ({
  name: String(level),
  source: createLevelDouble(level, true),
}));

function Meters(): ReactElement {
  return (
    <Sheet wide>
      {(['idle', 'open', 'hear', 'off'] as const).map((tone) => (
        <Sample key={tone} name={`${tone}, nothing to measure`}>
          <LevelMeter source={null} tone={tone} />
        </Sample>
      ))}
      {(['idle', 'open', 'hear'] as const).flatMap((tone) =>
        levels.map(({ name, source }) => (
          <Sample key={`${tone} ${name}`} name={`${tone}, ${name} dBFS`}>
            <LevelMeter source={source} tone={tone} />
          </Sample>
        )),
      )}
      {levels.map(({ name, source }) => (
        <Sample key={name} name={`large, ${name} dBFS`}>
          <LevelMeter source={source} tone="hear" large />
        </Sample>
      ))}
    </Sheet>
  );
}

const lampStates = [
  ...(['idle', 'connecting', 'shut', 'listening', 'open'] as const),
  ...(['muted', 'moderated', 'deafened', 'reconnecting', 'trouble'] as const),
];
const glyphStates = [
  ...(['shut', 'open', 'speaking', 'muted', 'moderated'] as const),
  ...(['deafened', 'trouble', 'reconnecting', 'none'] as const),
];

const Lamps = (): ReactElement => (
  <Sheet>
    {lampStates.map((state) => (
      <Sample key={state} name={`lamp ${state}`}>
        <Lamp state={state} />
        <Lamp state={state} size={24} />
      </Sample>
    ))}
    {glyphStates.map((state) => (
      <Sample key={state} name={`glyph ${state}`}>
        <Glyph state={state} own />
      </Sample>
    ))}
    <Sample name="mark">
      <Mark />
      <Mark size={44} />
    </Sample>
  </Sheet>
);

const Paths = (): ReactElement => (
  <Sheet>
    {(['UDP', 'TCP', 'TURN-UDP', 'TURN-TCP', 'TURN-TLS', null] as const).map((kind) => (
      <Sample key={kind} name={kind ?? 'none'}>
        <PathGlyph kind={kind} />
      </Sample>
    ))}
  </Sheet>
);

const calm = Array.from({ length: 30 }, (_, index) => 20 + (index % 5));
const restless = Array.from({ length: 30 }, (_, index) => 30 + ((index * 37) % 160));

/** Each as the speech record tells it, by the clock of the page. */
const traces: Readonly<Record<string, () => readonly SpeechSpan[]>> = {
  empty: () => [],
  past: () => [
    { from: Date.now() - 50_000, to: Date.now() - 41_000 },
    { from: Date.now() - 20_000, to: Date.now() - 19_900 },
  ],
  'speaking now': () => [
    { from: Date.now() - 70_000, to: Date.now() - 55_000 },
    { from: Date.now() - 8_000, to: null },
  ],
};

function Readings(): ReactElement {
  const { t, i18n } = useTranslation();
  const rows = { empty: [], 'one reading': [24], zero: [0, 0, 0], calm, restless };
  return (
    <Sheet>
      {Object.entries(rows).map(([name, values]) => (
        <Sample key={name} name={`spark, ${name}`}>
          <Spark values={values} />
        </Sample>
      ))}
      {Object.entries(rows).map(([name, values]) => (
        <Sample key={name} name={`plot, ${name}`}>
          <Plot
            name={t('connection.roundTrip')}
            values={values}
            top={100}
            format={(value) => formatMilliseconds(value, i18n.language)}
            summary={t('connection.nothing', { name: t('connection.roundTrip') })}
          />
        </Sample>
      ))}
      {Object.entries(traces).map(([name, spans]) => (
        <Sample key={name} name={`trace, ${name}`}>
          <div className="tile" aria-hidden="true" style={{ flex: 1 }}>
            <Trace speaking={name === 'speaking now'} spans={spans} />
          </div>
        </Sample>
      ))}
    </Sheet>
  );
}

function Ladders(): ReactElement {
  const { t, i18n } = useTranslation();
  const verdicts = ['works', 'blocked', 'slow', 'untried', 'trying'] as const;
  return (
    <Sheet>
      {verdicts.map((verdict) => (
        <Sample key={verdict} name={verdict}>
          <VerdictSign verdict={verdict} />
        </Sample>
      ))}
      <Sample name="ladder">
        <Ladder
          label={t('stage.ladder')}
          rungs={verdicts.map((verdict, index) => ({
            name: ['HTTPS', 'UDP', 'TCP', 'TURN-TLS', 'TURN'][index] ?? '',
            verdict,
            word: t(`verdict.${verdict}`),
            ...(index % 2 === 0 ? { reading: formatMilliseconds(24 + index * 61, i18n.language) } : {}),
          }))}
        />
      </Sample>
    </Sheet>
  );
}

function Signs(): ReactElement {
  const { t } = useTranslation();
  return (
    <Sheet>
      {[
        [false, false],
        [true, false],
        [true, true],
      ].map(([down = false, up = false]) => (
        <Sample key={`${down} ${up}`} name={`edge lamps, press ${down}, release ${up}`}>
          <EdgeLamps press={down} release={up} />
        </Sample>
      ))}
      {/* The program has no words for a seal yet; these stand in. */}
      <Sample name="seal, sealed">
        <Seal sealed>{t('people.label')}</Seal>
      </Sample>
      <Sample name="seal, open">
        <Seal sealed={false}>{t('people.label')}</Seal>
      </Sample>
      {[1, 2, 3].map((now) => (
        <Sample key={now} name={`steps, ${now}`}>
          <Steps now={now} of={3} />
        </Sample>
      ))}
    </Sheet>
  );
}

export const instrumentScenes: readonly Scene[] = [
  { id: 'level-meters', title: 'Level meters', show: () => <Meters /> },
  { id: 'lamps', title: 'Lamps and glyphs', show: () => <Lamps /> },
  { id: 'path-glyphs', title: 'Paths', show: () => <Paths /> },
  { id: 'readings', title: 'Sparks, plots, traces', show: () => <Readings /> },
  { id: 'ladder', title: 'Ladder and verdicts', show: () => <Ladders /> },
  { id: 'signs', title: 'Edge lamps, seal, steps', show: () => <Signs /> },
];
