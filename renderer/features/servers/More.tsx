import { ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

/** What is seldom changed. */
export function More(props: {
  readonly expanded: boolean;
  readonly onExpandedChange: (expanded: boolean) => void;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <Disclosure className="more" isExpanded={props.expanded} onExpandedChange={props.onExpandedChange}>
      <Heading level={2}>
        <Button slot="trigger" className="more-toggle" data-action="more">
          <ChevronRight className="icon rtl-mirror" size={14} aria-hidden />
          {t('serverForm.more')}
        </Button>
      </Heading>
      <DisclosurePanel className="more-panel">{props.children}</DisclosurePanel>
    </Disclosure>
  );
}
