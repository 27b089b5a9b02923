import { useCallback, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Codes } from '../account/Codes.tsx';
import type { Place } from './deeds.ts';

/** How long one is good for, s; its guests have to go then. */
const lives = [3_600, 86_400, 604_800, 2_592_000] as const;

/** Links by which people without an account come into this channel. */
export function GuestLinksDialog({
  place: { server, channel },
  onClose,
}: {
  readonly place: Place;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const list = useCallback(async () => {
    const answer = await desktop.guestLinks.list(server, channel.id);
    return answer.ok ? { ok: true as const, value: answer.value.links } : answer;
  }, [desktop, server, channel.id]);
  return (
    <StageDialog part="guest-links" title={t('guestLinks.title', { channel: channel.name })} onClose={onClose}>
      <p>{t('guestLinks.lead')}</p>
      <Codes
        lives={lives}
        words={{
          create: t('guestLinks.create'),
          made: t('guestLinks.made'),
          revoked: t('guestLinks.revoked'),
        }}
        list={list}
        create={(wish) => desktop.guestLinks.create(server, channel.id, wish)}
        revoke={(id) => desktop.guestLinks.revoke(server, channel.id, id)}
      />
    </StageDialog>
  );
}
