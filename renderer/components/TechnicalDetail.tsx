import { useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

/** English detail for whoever asks for help, out of the way until it is wanted, with a copy button. */
export function TechnicalDetail({ text }: { readonly text: string }): ReactElement {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <details className="technical">
      <summary>{t('technical.title')}</summary>
      <pre dir="ltr">{text}</pre>
      <Button className="button is-plain" onPress={copy}>
        {copied ? t('technical.copied') : t('technical.copy')}
      </Button>
    </details>
  );
}
