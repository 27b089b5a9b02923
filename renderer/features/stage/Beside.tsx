import { Mic, PhoneOff, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BesideCall } from '../../call/callView.ts';
import { isActive } from '../../call/callSummary.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { visibleName } from '../../components/visibleName.ts';
import { useCall, useCallController } from '../call/CallContext.ts';

/** Calls that go on beside the one on the stage: who is spoken to is never in doubt, and each can be left by itself. */
export function Beside(): ReactElement | null {
  const { t } = useTranslation();
  const controller = useCallController();
  const beside = useCall((view) => view.beside);
  if (beside.length === 0) return null;
  return (
    <section className="beside" data-part="beside" aria-label={t('beside.label')}>
      <ul>
        {beside.map((call) => (
          <BesideRow key={call.state.channel.id} call={call} />
        ))}
      </ul>
      <Button tone="normal" data-action="leave-all" onPress={() => controller.leaveAll()}>
        <PhoneOff className="icon" size={14} aria-hidden />
        {t('beside.leaveAll')}
      </Button>
    </section>
  );
}

function BesideRow({ call: { state, people } }: { readonly call: BesideCall }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const { channel, phase } = state;
  const active = isActive(state);
  const name = visibleName(channel.name, t);
  return (
    <li data-part="beside-call" data-channel-id={channel.id} data-phase={phase}>
      <span className="beside-name" title={name}>
        <bdi>{name}</bdi>
      </span>
      <span className="small quiet">
        {phase === 'connected' ? t('beside.people', { count: people }) : t(`beside.phase.${phase}`)}
      </span>
      {active && (
        <Button
          tone="normal"
          aria-label={t('beside.talkIn', { channel: name })}
          onPress={() => controller.join(channel)}
        >
          <Mic className="icon" size={14} aria-hidden />
          {t('beside.talk')}
        </Button>
      )}
      <IconButton
        label={t(active ? 'beside.leave' : 'beside.dismiss', { channel: name })}
        onPress={() => controller.leaveBeside(channel)}
      >
        <X className="icon" size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
