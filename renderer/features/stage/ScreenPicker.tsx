import type { ParleyError } from '@parley/shared/errors';
import type { ScreenSource } from '@parley/shared/ipc/contract';
import { useEffect, useState, type ReactElement } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Told, ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';

/** Which screen or window to share. Lies over the stage only: the voice bar stays in reach. */
export function ScreenPicker(props: {
  readonly onChoose: (sourceId: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const [sources, setSources] = useState<readonly ScreenSource[] | null>(null);
  const [error, setError] = useState<ParleyError | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);

  useEffect(() => {
    let gone = false;
    void desktop.screens.list().then((answer) => {
      if (gone) return;
      if (answer.ok) setSources(answer.value);
      else setError(answer.error);
    });
    return () => void (gone = true);
  }, [desktop]);

  return (
    <StageDialog
      part="screen-picker"
      title={t('picker.title')}
      onClose={props.onClose}
      footer={
        <>
          <span className="quiet">{t('picker.who')}</span>
          <Button onPress={props.onClose}>{t('picker.cancel')}</Button>
          <Button tone="primary" isDisabled={chosen === null} onPress={() => chosen !== null && props.onChoose(chosen)}>
            {t('picker.share')}
          </Button>
        </>
      }
    >
      {error !== null && (
        <ToldNotice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </ToldNotice>
      )}
      {sources === null && error === null && (
        <div>
          <Told first>{t('picker.loading')}</Told>
          <Progress label={t('picker.loading')} />
        </div>
      )}
      {sources?.length === 0 && <p>{t('picker.none')}</p>}
      {sources !== null && sources.length > 0 && (
        <RadioGroup className="sources" aria-label={t('picker.title')} value={chosen} onChange={setChosen}>
          {sources.map((source) => (
            <Radio
              key={source.id}
              value={source.id}
              className="source"
              data-part="screen-source"
              data-source-id={source.id}
              data-kind={source.kind}
            >
              <span className="thumb">{source.thumbnail !== '' && <img src={source.thumbnail} alt="" />}</span>
              <span className="cap" title={source.name}>
                <bdi>{source.name}</bdi>
              </span>
            </Radio>
          ))}
        </RadioGroup>
      )}
    </StageDialog>
  );
}
