import { Play } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParleyError } from '@parley/shared/errors';
import { Button } from '../../components/Button.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { useCallController } from '../call/CallContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';

/** Plays a tone on the output in use. */
export function TestTone(): ReactElement {
  const { t } = useTranslation();
  const { soundCheck } = useCallController();
  const [error, setError] = useState<ParleyError | null>(null);
  return (
    <>
      <div className="row" role="group" aria-label={t('testTone.label')}>
        {(['left', 'right', 'both'] as const).map((side) => (
          <Button
            key={side}
            tone="normal"
            onPress={() => void soundCheck.tone(side).then((played) => setError(played.ok ? null : played.error))}
            data-action={`tone-${side}`}
          >
            <Play className="icon rtl-mirror" size={16} aria-hidden />
            {t(`testTone.${side}`)}
          </Button>
        ))}
      </div>
      {error !== null && (
        <ToldNotice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </ToldNotice>
      )}
    </>
  );
}
