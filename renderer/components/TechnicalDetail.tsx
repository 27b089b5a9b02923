import { ChevronRight } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';

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
    <Disclosure className="technical">
      <Heading level={2}>
        <AriaButton slot="trigger" className="technical-toggle">
          <ChevronRight className="icon rtl-mirror" size={14} aria-hidden />
          {t('technical.title')}
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <pre dir="ltr" tabIndex={0} aria-label={t('technical.title')}>
          {text}
        </pre>
        <Button onPress={copy}>{copied ? t('technical.copied') : t('technical.copy')}</Button>
      </DisclosurePanel>
    </Disclosure>
  );
}
