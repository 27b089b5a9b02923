import { pressActions } from '@parley/shared/hotkeys/binding';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/fields.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { BindingList } from './BindingList.tsx';
import { useUpdate } from './settingHooks.ts';

/** As many as the settings hold for each. */
const most = 2;

const none = '';

/** Keys for everything that needs only a press, and the channel that one of them joins. */
export function ActionKeys(): ReactElement {
  const { t } = useTranslation();
  const update = useUpdate();
  const bindings = useDesktopState(({ settings }) => settings.actionBindings);
  return (
    <>
      {pressActions.map((action) => (
        <div className="setting" key={action} data-part="action-keys" data-keys-of={action}>
          <h3 className="setting-name">{t(`setting.action.${action}`)}</h3>
          {action === 'joinFavourite' && <Favourite />}
          <BindingList
            action={action}
            bindings={bindings[action]}
            most={most}
            onChange={(changed) => update({ actionBindings: { ...bindings, [action]: changed } })}
          />
        </div>
      ))}
    </>
  );
}

/** Among the voice channels of the server that is shown; one of another server stays until it is changed. */
function Favourite(): ReactElement | null {
  const { t } = useTranslation();
  const update = useUpdate();
  const favourite = useDesktopState(({ settings }) => settings.favourite);
  const server = useDesktopState(({ profile }) => profile?.id ?? null);
  const channels = useDesktopState(({ shownChannels }) => shownChannels.channels);
  const voices = channels.filter(({ kind }) => kind === 'voice');
  if (server === null || voices.length === 0) return null;
  const here = favourite?.server === server && voices.some(({ id }) => id === favourite.channelId);
  return (
    <Select
      label={t('setting.favourite.name')}
      options={[
        { id: none, label: t(favourite === null || here ? 'setting.favourite.none' : 'setting.favourite.elsewhere') },
        ...voices.map(({ id, name }) => ({ id, label: name })),
      ]}
      value={here ? favourite.channelId : none}
      onChange={(channelId) => update({ favourite: channelId === none ? null : { server, channelId } })}
    />
  );
}
