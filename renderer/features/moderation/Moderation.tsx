import { useEffect, type ReactElement } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useView, useViewStore } from '../app/view.ts';
import { DeedDialog } from './DeedDialog.tsx';
import type { Deed, Moderating } from './deeds.ts';
import { GuestLinksDialog } from './GuestLinksDialog.tsx';
import { RestrictionsDialog } from './RestrictionsDialog.tsx';

/** A moderator's menu over a person or a channel, and then the dialog of what was chosen. */
export function Moderation(): ReactElement | null {
  const moderating = useView((view) => view.moderating);
  if (moderating === null) return null;
  return <Open key={anchorKey(moderating)} {...moderating} />;
}

const anchorKey = ({ subject }: Moderating): string =>
  subject.kind === 'person' ? `${subject.channel.id} ${subject.accountId}` : subject.channel.id;

function Open({ subject, deeds, anchor, origin, deed }: Moderating): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const close = (): void => view.setState({ moderating: null });
  const choose = (chosen: Deed): void =>
    view.setState({ moderating: { subject, deeds, anchor, origin, deed: chosen } });
  // The menu is gone when its dialog closes, and with it what had the focus: it goes back to where the menu opened.
  useEffect(() => () => giveBack(origin.isConnected ? origin : anchor), [origin, anchor]);

  if (deed === 'restrictions') return <RestrictionsDialog place={subject} onClose={close} />;
  if (deed === 'guests') return <GuestLinksDialog place={subject} onClose={close} />;
  if (deed !== null) return <DeedDialog deed={deed} subject={subject} onClose={close} />;
  const { name } = subject.kind === 'person' ? subject : subject.channel;
  return (
    <Popover
      isOpen
      className="menu is-deeds"
      triggerRef={{ current: anchor }}
      placement="bottom start"
      data-part="deeds"
      aria-label={t('moderate.menu', { name })}
      onOpenChange={(open) => !open && close()}
    >
      <Menu aria-label={t('moderate.menu', { name })} autoFocus="first" onAction={(key) => choose(key as Deed)}>
        {deeds.map((offered) => (
          <MenuItem
            key={offered}
            id={offered}
            className="menu-item"
            data-deed={offered}
            textValue={t(`moderate.${offered}.offer`)}
          >
            <span className="menu-item-text">{t(`moderate.${offered}.offer`)}</span>
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}

/** To what had the focus, to what can have it within, or to what it is part of: a button may be there for a pointer only. */
function giveBack(origin: HTMLElement): void {
  if (!origin.isConnected) return;
  for (const place of [
    origin,
    origin.querySelector<HTMLElement>('[data-action="more"]'),
    origin.closest<HTMLElement>('[data-roving]'),
  ]) {
    place?.focus();
    if (place !== null && document.activeElement === place) return;
  }
}
