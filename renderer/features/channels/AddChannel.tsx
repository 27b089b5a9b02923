import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { dialectProfileSchema, instanceSchema, type Instance } from '@parley/shared/backends/dialects/profile';
import { roomLimitsSchema } from '@parley/shared/backends/dialects/requests';
import type { ParleyError } from '@parley/shared/errors';
import { Plus } from 'lucide-react';
import { useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Select, TextField, Toggle } from '../../components/fields.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { say, useViewStore } from '../app/view.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { savedChannelId, withChannel, type SavingProfile } from './savedChannelEdits.ts';

/** Adds a channel by name to a server that lists none; where the server can, its room is made with limits of its own. */
export function AddChannel({ profile }: { readonly profile: SavingProfile }): ReactElement {
  const { t } = useTranslation();
  const [form, setForm] = useState<'not yet' | 'open' | 'closed'>('not yet');
  return form === 'open' ? (
    <NewChannel profile={profile} onClose={() => setForm('closed')} />
  ) : (
    <div className="channel-add">
      <Button data-action="add-channel" autoFocus={form === 'closed'} onPress={() => setForm('open')}>
        <Plus className="icon" size={14} aria-hidden />
        {t('channels.add')}
      </Button>
    </div>
  );
}

type Wrong = 'missing' | 'tooLong' | 'twice' | 'tooMany' | 'badNumber';

/** Usual for a room that was left: it is gone after five minutes. */
const usualTimeout = '300';

function NewChannel({
  profile,
  onClose,
}: {
  readonly profile: SavingProfile;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const form = useRef<HTMLFormElement>(null);
  const { createsRooms, instances } = capabilities[profile.dialect];
  const [room, setRoom] = useState('');
  const [instance, setInstance] = useState<Instance>('main');
  const [limited, setLimited] = useState(false);
  const [people, setPeople] = useState('');
  const [seconds, setSeconds] = useState(usualTimeout);
  const [wrong, setWrong] = useState<Readonly<Partial<Record<'room' | 'people' | 'seconds', Wrong>>>>({});
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<ParleyError | null>(null);
  const word = (place: keyof typeof wrong): string | undefined =>
    wrong[place] === undefined ? undefined : t(`serverForm.problem.${wrong[place]}`);

  const create = async (): Promise<ParleyError | null> => {
    const channel = { room: room.trim(), name: '', ...(instances.length > 0 ? { instance } : {}) };
    const next = withChannel(profile, channel);
    if (next !== profile) {
      const saved = await desktop.servers.save(next);
      if (!saved.ok) return saved.error;
    }
    if (!limited) return null;
    const limits = { maxParticipants: Number(people || 0), emptyTimeout: Number(seconds || 0) };
    const made = await desktop.channels.createRoom(profile.id, savedChannelId(profile, channel), limits);
    return made.ok ? null : made.error;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    const name = room.trim();
    const channel = { room: name, name: '', ...(instances.length > 0 ? { instance } : {}) };
    const known = withChannel(profile, channel) === profile;
    const { maxParticipants, emptyTimeout } = roomLimitsSchema.shape;
    const found: typeof wrong = {
      ...(name === '' ? { room: 'missing' } : {}),
      ...(name.length > 200 ? { room: 'tooLong' } : {}),
      // A room that is saved already can still be made.
      ...(known && !limited ? { room: 'twice' } : {}),
      ...(!known && !dialectProfileSchema.safeParse(withChannel(profile, { ...channel, room: 'x' })).success
        ? { room: 'tooMany' }
        : {}),
      ...(limited && !maxParticipants.safeParse(Number(people || 0)).success ? { people: 'badNumber' } : {}),
      ...(limited && !emptyTimeout.safeParse(Number(seconds || 0)).success ? { seconds: 'badNumber' } : {}),
    };
    setWrong(found);
    setFailed(null);
    if (Object.keys(found).length > 0) {
      // After the fields know that they are wrong.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    void create().then((error) => {
      setBusy(false);
      setFailed(error);
      if (error !== null) return;
      say(view, t('channels.added', { channel: name }));
      onClose();
    });
  };
  return (
    <form
      ref={form}
      className="channel-new"
      data-part="new-channel"
      aria-label={t('channels.add')}
      aria-busy={busy}
      noValidate
      onSubmit={submit}
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && onClose()}
    >
      <TextField
        label={t('serverForm.room')}
        hint={t('channels.roomHint')}
        value={room}
        onChange={setRoom}
        autoComplete="off"
        autoFocus
        problem={word('room')}
      />
      {instances.length > 0 && (
        <Select
          label={t('serverForm.instance')}
          options={instances.map((id) => ({ id, label: t(`instance.${id}`) }))}
          value={instance}
          onChange={(id) => setInstance(instanceSchema.parse(id))}
        />
      )}
      {createsRooms && (
        <>
          <Toggle
            label={t('channels.limits')}
            hint={t('channels.limitsHint')}
            checked={limited}
            onChange={setLimited}
          />
          {limited && (
            <>
              <TextField
                label={t('channels.limitPeople')}
                hint={t('channels.limitPeopleHint')}
                value={people}
                onChange={setPeople}
                autoComplete="off"
                inputMode="numeric"
                ltr
                problem={word('people')}
              />
              <TextField
                label={t('channels.limitSeconds')}
                value={seconds}
                onChange={setSeconds}
                autoComplete="off"
                inputMode="numeric"
                ltr
                problem={word('seconds')}
              />
            </>
          )}
        </>
      )}
      {failed !== null && (
        <ToldNotice tone="error" reason={errorKey(failed)}>
          <ErrorText error={failed} />
          <TechnicalDetail text={failed.message} />
        </ToldNotice>
      )}
      {busy && <Progress label={t('channels.adding')} />}
      <div className="row">
        <Button type="submit" tone="normal" isDisabled={busy} data-action="save-channel">
          {t('channels.addNow')}
        </Button>
        <Button onPress={onClose}>{t('signIn.cancel')}</Button>
      </div>
    </form>
  );
}
