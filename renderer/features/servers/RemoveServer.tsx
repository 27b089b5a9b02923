import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { isKept } from '@parley/shared/policy/serverPolicy';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useServerPolicy } from '../policy/useServerPolicy.ts';
import { serverName } from './serverName.ts';

/**
 * Removes a server, after a question in its own place. There is no undo, because it could not be kept: with the profile
 * goes the session at the server, and only a new sign-in brings back either.
 */
export function RemoveServer({
  profile,
  onRemoved,
}: {
  readonly profile: DialectProfile;
  readonly onRemoved?: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const [asking, setAsking] = useState<'not yet' | 'now' | 'no longer'>('not yet');
  const policy = useServerPolicy();
  const servers = useDesktopState(({ settings }) => settings.servers);
  const keep = (): void => setAsking('no longer');
  if (isKept(policy, servers, profile)) return null;
  if (asking !== 'now') {
    return (
      <Button
        tone="danger"
        data-action="remove-server"
        autoFocus={asking === 'no longer'}
        onPress={() => setAsking('now')}
      >
        {t('servers.remove')}
      </Button>
    );
  }
  const remove = (): void => {
    void desktop.servers.remove(profile.id).then((answer) => {
      if (answer.ok) onRemoved?.();
      else keep();
    });
  };
  const name = serverName(profile);
  return (
    <span
      className="question"
      role="group"
      aria-label={t('servers.removeQuestion', { name })}
      data-part="question"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        keep();
      }}
    >
      <span>{t('servers.removeQuestion', { name })}</span>
      <Button tone="danger" data-action="remove-server-now" onPress={remove}>
        {t('servers.removeNow')}
      </Button>
      {/* The harmless answer has the focus. */}
      <Button tone="normal" autoFocus onPress={keep}>
        {t('servers.keep')}
      </Button>
    </span>
  );
}
