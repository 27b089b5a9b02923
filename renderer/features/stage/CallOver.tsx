import { transportUnder } from '@parley/shared/backends/transportMode';
import type { ErrorReason } from '@parley/shared/errors';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallEnd, CallState } from '../../call/callView.ts';
import { Button } from '../../components/Button.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { useCallController } from '../call/CallContext.ts';
import { ModeratorReason } from '../notices/ModeratorText.tsx';
import { errorKey } from '../errors/ErrorText.tsx';
import { blockedLanes } from './blockedLanes.ts';
import { isExaminable } from './isExaminable.ts';
import { BlockedPaths } from './BlockedPaths.tsx';

/** Ends after which joining again would fail, or end the call elsewhere. */
const senseless: readonly CallEnd['reason'][] = ['channelDeleted', 'joinedElsewhere', 'banned'];

/** Refusals that joining again cannot change. */
const hopeless: readonly (ErrorReason | undefined)[] = ['joinForbidden', 'subscriptionRequired'];

/** A call that could not be made, or that ended: cause, what Parley does, what one can do, then the technical detail. */
export function CallOver({
  state,
}: {
  readonly state: Extract<CallState, { phase: 'ended' | 'failed' }>;
}): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const view = useViewStore();
  const servers = useDesktopState(({ settings }) => settings.servers);
  const profile = servers.find(({ id }) => id === state.channel.server);
  const address = profile?.address;
  const udpForbidden = useDesktopState(({ policy }) => policy?.udpForbidden === true);
  const transport = transportUnder(profile?.transport ?? 'automatic', udpForbidden);
  const lanes = state.phase === 'failed' ? blockedLanes(state.error.reason, transport) : null;
  const mayBeTheNetwork = state.phase === 'failed' && isExaminable(state.error);
  const key = state.phase === 'failed' ? `error.${errorKey(state.error)}` : `ended.${state.reason}`;
  const everywhere = state.phase === 'ended' && state.reason === 'banned' && state.told.everywhere;
  // Another room of the same name, which the account's subscription does include.
  const instead = state.phase === 'failed' ? state.error.instead : undefined;
  const again = state.phase === 'failed' ? !hopeless.includes(state.error.reason) : !senseless.includes(state.reason);
  return (
    <section
      className="failure"
      data-part="empty"
      data-reason={state.phase === 'failed' ? errorKey(state.error) : state.reason}
      role="alert"
    >
      <h1>{t(`${key}.${everywhere ? 'everywhere' : 'what'}`, { channel: state.channel.name })}</h1>
      {lanes !== null && <BlockedPaths lanes={lanes} />}
      <div className="triple">
        {state.phase === 'ended' && 'told' in state && <ModeratorReason told={state.told} />}
        <div>
          <h2>{t('failure.does')}</h2>
          <p>{t(`${key}.does`, { defaultValue: t('failure.doesNothing') })}</p>
        </div>
        <div>
          <h2>{t('failure.can')}</h2>
          {state.phase === 'failed' && state.error.voiceServer !== undefined && (
            <p data-part="voice-server">
              {t('failure.voiceServer')}{' '}
              <code lang="en" dir="ltr">
                {state.error.voiceServer}
              </code>
            </p>
          )}
          <p>{t(`${key}.${instead === undefined ? 'can' : 'instead'}`, { defaultValue: t(`${key}.can`) })}</p>
        </div>
      </div>
      <div className="failure-buttons">
        {instead !== undefined && (
          <Button
            tone="primary"
            data-action="join-instead"
            onPress={() => controller.join({ server: state.channel.server, id: instead, name: state.channel.name })}
          >
            {t('failure.instead')}
          </Button>
        )}
        {again && (
          <Button tone="primary" onPress={() => controller.join(state.channel)}>
            {t('failure.again')}
          </Button>
        )}
        {state.phase === 'failed' && mayBeTheNetwork && address !== undefined && (
          <Button
            tone="normal"
            data-action="open-doctor"
            onPress={() => view.setState({ page: 'settings', settingsPage: 'doctor', examined: address })}
          >
            {t('doctor.open')}
          </Button>
        )}
        <Button tone="normal" onPress={() => controller.dismiss()}>
          {t('failure.dismiss')}
        </Button>
      </div>
      {state.phase === 'failed' && <TechnicalDetail text={state.error.message} />}
    </section>
  );
}
