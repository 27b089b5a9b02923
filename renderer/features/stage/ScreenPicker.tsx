import type { ScreenSource } from '@parley/shared/ipc/contract';
import type { ParleyError } from '@parley/shared/errors';
import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
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
  const dialog = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let gone = false;
    const before = document.activeElement;
    dialog.current?.focus();
    void desktop.screens.list().then((answer) => {
      if (gone) return;
      if (answer.ok) setSources(answer.value);
      else setError(answer.error);
    });
    return () => {
      gone = true;
      if (before instanceof HTMLElement) before.focus();
    };
  }, [desktop]);

  return (
    <div className="scrim">
      <div
        className="dialog"
        data-part="screen-picker"
        role="dialog"
        aria-label={t('picker.title')}
        tabIndex={-1}
        ref={dialog}
        onKeyDown={({ key }) => key === 'Escape' && props.onClose()}
      >
        <header>
          <h2>{t('picker.title')}</h2>
          <button type="button" className="icon-button end" aria-label={t('picker.close')} onClick={props.onClose}>
            <X className="icon" size={16} aria-hidden />
          </button>
        </header>
        <div className="body">
          {error !== null && (
            <Notice tone="error" reason={errorKey(error)}>
              <ErrorText error={error} />
            </Notice>
          )}
          {sources === null && error === null && <p role="status">{t('picker.loading')}</p>}
          {sources?.length === 0 && <p>{t('picker.none')}</p>}
          <div className="sources" role="radiogroup" aria-label={t('picker.title')}>
            {sources?.map((source) => (
              <button
                key={source.id}
                type="button"
                className="source"
                role="radio"
                data-part="screen-source"
                data-source-id={source.id}
                data-kind={source.kind}
                aria-checked={source.id === chosen}
                onClick={() => setChosen(source.id)}
                onDoubleClick={() => props.onChoose(source.id)}
              >
                <span className="thumb">{source.thumbnail !== '' && <img src={source.thumbnail} alt="" />}</span>
                <span className="cap">
                  <bdi>{source.name}</bdi>
                </span>
              </button>
            ))}
          </div>
        </div>
        <footer>
          <span className="quiet">{t('picker.who')}</span>
          <button type="button" className="button end" onClick={props.onClose}>
            {t('picker.cancel')}
          </button>
          <button
            type="button"
            className="button is-primary"
            disabled={chosen === null}
            onClick={() => chosen !== null && props.onChoose(chosen)}
          >
            {t('picker.share')}
          </button>
        </footer>
      </div>
    </div>
  );
}
