import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HeardChange, ParticipantView } from '../call/callView.ts';
import { personWords } from './PersonName.tsx';

/** How loud we hear somebody. Not a tab stop: Enter on the person leads in, Escape back (WAI-ARIA practices, grids). */
export function Volume({
  participant: { identity, name, isLocal, volume },
  nth,
  onHeard,
}: {
  readonly participant: ParticipantView;
  readonly nth?: number | undefined;
  readonly onHeard: (identity: string, change: HeardChange) => void;
}): ReactElement {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  // react-aria makes every slider a tab stop; two hundred people would be two hundred.
  useEffect(() => {
    if (input.current !== null) input.current.tabIndex = -1;
  });
  return (
    <Slider
      className="tile-volume"
      value={volume}
      minValue={0}
      maxValue={200}
      step={5}
      aria-label={t('people.volume', { name: personWords({ name, nth, isLocal }, t) })}
      formatOptions={{ style: 'unit', unit: 'percent' }}
      onChange={(next) => onHeard(identity, { volume: next })}
    >
      <SliderTrack className="tile-volume-track">
        <SliderThumb className="tile-volume-thumb" inputRef={input} />
      </SliderTrack>
    </Slider>
  );
}

/** Enter on a person goes to their volume, Escape back to the person. */
export function enterVolume(event: KeyboardEvent<HTMLElement>): void {
  const person = event.currentTarget;
  if (event.key === 'Enter' && event.target === person) {
    person.querySelector<HTMLElement>('.tile-volume input')?.focus();
  } else if (event.key === 'Escape' && event.target !== person) {
    event.stopPropagation();
    person.focus();
  }
}
