import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { SessionView } from '@parley/shared/ipc/contract';
import { fixedServer, isAllowed } from '@parley/shared/policy/serverPolicy';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { monogram } from '../../components/monogram.ts';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { say, useViewStore } from '../app/view.ts';
import { errorKey } from '../errors/ErrorText.tsx';
import { moved } from '../servers/profileDraft.ts';
import { useSignOut } from '../leaving/useLeaving.ts';
import { useServerPolicy } from '../policy/useServerPolicy.ts';
import { RemoveServer } from '../servers/RemoveServer.tsx';
import { serverName } from '../servers/serverName.ts';
import { useHeldFocus } from '../servers/useHeldFocus.ts';

const signedOut: SessionView = { kind: 'signedOut', error: null };

/** All servers in the order of the rail: who one is there, and what can be done with each. */
export function ServersPage(): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const servers = useDesktopState(({ settings }) => settings.servers);
  const sessions = useDesktopState((state) => state.sessions);
  const { othersForbidden } = useServerPolicy();
  const order = servers.map(({ id }) => id);
  const holdFocus = useHeldFocus(order.join(' '));
  const add = (
    <Button
      tone={servers.length === 0 ? 'primary' : 'normal'}
      data-action="add-server-page"
      onPress={() => view.setState({ page: 'server', server: null, back: 'settings' })}
    >
      <Plus className="icon" size={14} aria-hidden />
      {t('servers.add')}
    </Button>
  );
  if (servers.length === 0) {
    return (
      <EmptyState drawing="noServer" reason="noServer" title={t('servers.none.title')} action={add}>
        {t('servers.none.text')}
      </EmptyState>
    );
  }
  const move = (index: number, by: -1 | 1): void => {
    holdFocus();
    void desktop.servers.reorder(moved(order, index, by));
    const profile = servers[index];
    if (profile === undefined) return;
    say(view, t('servers.moved', { name: serverName(profile), position: index + by + 1, count: servers.length }));
  };
  return (
    <div className="stack">
      <ol className="stack" data-part="server-list">
        {servers.map((profile, index) => {
          const name = serverName(profile);
          return (
            <ServerCard key={profile.id} profile={profile} session={sessions[profile.id] ?? signedOut}>
              {servers.length > 1 && (
                <>
                  <IconButton
                    label={t('servers.up', { name })}
                    isDisabled={index === 0}
                    data-action="server-up"
                    onPress={() => move(index, -1)}
                  >
                    <ArrowUp className="icon" size={16} aria-hidden />
                  </IconButton>
                  <IconButton
                    label={t('servers.down', { name })}
                    isDisabled={index === servers.length - 1}
                    data-action="server-down"
                    onPress={() => move(index, 1)}
                  >
                    <ArrowDown className="icon" size={16} aria-hidden />
                  </IconButton>
                </>
              )}
            </ServerCard>
          );
        })}
      </ol>
      {othersForbidden ? <p className="quiet">{t('policy.serversShort')}</p> : <div>{add}</div>}
    </div>
  );
}

function ServerCard({
  profile,
  session,
  children,
}: {
  readonly profile: DialectProfile;
  readonly session: SessionView;
  /** What moves it within the list. */
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const desktop = useDesktop();
  const view = useViewStore();
  const { id, address } = profile;
  const policy = useServerPolicy();
  const allowed = isAllowed(policy, profile);
  const name = serverName(profile);
  const signedIn = session.kind === 'signedIn';
  const error = session.kind === 'signedOut' ? session.error : null;
  const account = session.kind === 'signedIn' ? session.account.name : profile.login;
  const show = (): void => {
    view.setState({ page: 'call' });
    void desktop.servers.show(id);
  };
  return (
    <li>
      <div
        className="card server-card"
        data-part="server-card"
        data-server={id}
        data-state={session.kind}
        role="group"
        aria-label={name}
      >
        <div className="server-line">
          <span className="server-button" aria-hidden="true">
            <span className="server-monogram" data-monogram={monogram(name)} />
          </span>
          <div className="server-what">
            <h2>
              <bdi>{name}</bdi>
            </h2>
            <p className="small">
              {t(`dialect.${profile.dialect}.name`)}
              {account !== '' && (
                <>
                  {' · '}
                  <bdi>{account}</bdi>
                </>
              )}
              {' · '}
              <span dir="ltr">{address}</span>
            </p>
          </div>
          <span className={signedIn ? 'tag is-good' : error === null ? 'tag' : 'tag is-trouble'}>
            {t(`servers.${session.kind}`)}
          </span>
        </div>
        {!allowed && <p className="small">{t('error.serverForbidden.what')}</p>}
        {fixedServer(policy, profile) !== null && <p className="small">{t('policy.serverShort')}</p>}
        {error !== null && <p className="small">{t(`error.${errorKey(error)}.what`)}</p>}
        <div className="row">
          {allowed && (
            <Button tone="normal" data-action="show-server" onPress={show}>
              {t(signedIn ? 'servers.show' : 'servers.signIn')}
            </Button>
          )}
          <Button
            data-action="edit-server"
            onPress={() => view.setState({ page: 'server', server: id, back: 'settings' })}
          >
            {t('servers.edit')}
          </Button>
          {signedIn && (
            <Button data-action="sign-out-server" onPress={() => signOut(id)}>
              {t('settings.signOut')}
            </Button>
          )}
          <RemoveServer profile={profile} />
          <span className="server-order end">{children}</span>
        </div>
      </div>
    </li>
  );
}
