import { X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';

/**
 * A dialog over the stage. Not modal for the page: its scrim stops above the voice bar, which stays in reach by pointer
 * and by F6 (design/LANGUAGE.md, principle 4). Escape closes; the focus goes back to where it was.
 */
export function StageDialog(props: {
  readonly part: string;
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Nothing in it takes the focus, so it takes it itself, to be scrolled by keys. */
  readonly readOnly?: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const title = useId();
  const dialog = useRef<HTMLDivElement>(null);
  // Seen before anything of the dialog takes the focus.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    const field = dialog.current?.querySelector<HTMLElement>('input[type="search"], input[type="text"]');
    if (dialog.current?.contains(document.activeElement) !== true) (field ?? dialog.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [before]);
  return (
    <div className="scrim">
      <div
        className="dialog"
        data-part={props.part}
        role="dialog"
        aria-labelledby={title}
        tabIndex={-1}
        ref={dialog}
        onKeyDown={({ key }) => key === 'Escape' && props.onClose()}
      >
        <header>
          <h2 id={title}>{props.title}</h2>
          <IconButton label={t('dialog.close')} onPress={props.onClose} className="icon-button end">
            <X className="icon" size={16} aria-hidden />
          </IconButton>
        </header>
        <div
          className="body"
          {...(props.readOnly === true ? { tabIndex: 0, role: 'group', 'aria-labelledby': title } : {})}
        >
          {props.children}
        </div>
        {props.footer !== undefined && <footer>{props.footer}</footer>}
      </div>
    </div>
  );
}
