import { instanceSchema } from '@parley/shared/backends/dialects/profile';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { Select, TextField } from '../../components/fields.tsx';
import { say, useViewStore } from '../app/view.ts';
import { moved, nextKey, type ChannelRow } from './profileDraft.ts';
import { useHeldFocus } from './useHeldFocus.ts';

/** The channels of a server that lists none: what it calls the room, and what the person calls it. */
export function ChannelRows(props: {
  readonly channels: readonly ChannelRow[];
  /** Each channel is of one of several LiveKit servers. */
  readonly instances: boolean;
  readonly problem: (place: string) => string | undefined;
  readonly onChange: (channels: readonly ChannelRow[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const title = useId();
  const { channels, onChange, problem } = props;
  // The row that was just added takes the focus; those that were there do not.
  const [added, setAdded] = useState(-1);
  const edit = (key: number, change: Partial<ChannelRow>): void =>
    onChange(channels.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const holdFocus = useHeldFocus(channels.map(({ key }) => key).join(' '));
  const move = (index: number, by: -1 | 1): void => {
    holdFocus();
    onChange(moved(channels, index, by));
    const { name = '', room = '' } = channels[index] ?? {};
    say(view, t('servers.moved', { name: name || room, position: index + by + 1, count: channels.length }));
  };
  const add = (): void => {
    const key = nextKey(channels);
    setAdded(key);
    onChange([...channels, { key, room: '', name: '', instance: 'main' }]);
  };
  return (
    <section className="setting" data-part="channel-rows" aria-labelledby={title}>
      <h2 id={title}>{t('serverForm.channels')}</h2>
      <p className="small">{t('serverForm.channelsHint')}</p>
      {problem('channels') !== undefined && <p className="field-problem">{problem('channels')}</p>}
      <ol className="form-rows">
        {channels.map(({ key, room, name, instance }, index) => {
          const called = name || room || t('serverForm.row', { number: index + 1 });
          return (
            <li key={key}>
              <div className="form-row" role="group" aria-label={called}>
                <TextField
                  label={t('serverForm.room')}
                  value={room}
                  onChange={(typed) => edit(key, { room: typed })}
                  autoComplete="off"
                  autoFocus={key === added}
                  problem={problem(`channels.${index}.room`)}
                />
                <TextField
                  label={t('serverForm.channelName')}
                  value={name}
                  onChange={(typed) => edit(key, { name: typed })}
                  autoComplete="off"
                  problem={problem(`channels.${index}.name`)}
                />
                {props.instances && (
                  <Select
                    label={t('serverForm.instance')}
                    options={instanceSchema.options.map((id) => ({ id, label: t(`instance.${id}`) }))}
                    value={instance}
                    onChange={(id) => edit(key, { instance: instanceSchema.parse(id) })}
                  />
                )}
                <span className="form-row-keys">
                  <IconButton
                    label={t('servers.up', { name: called })}
                    isDisabled={index === 0}
                    onPress={() => move(index, -1)}
                  >
                    <ArrowUp className="icon" size={14} aria-hidden />
                  </IconButton>
                  <IconButton
                    label={t('servers.down', { name: called })}
                    isDisabled={index === channels.length - 1}
                    onPress={() => move(index, 1)}
                  >
                    <ArrowDown className="icon" size={14} aria-hidden />
                  </IconButton>
                  <IconButton
                    label={t('serverForm.removeRow', { name: called })}
                    onPress={() => onChange(channels.filter((row) => row.key !== key))}
                  >
                    <X className="icon" size={14} aria-hidden />
                  </IconButton>
                </span>
              </div>
            </li>
          );
        })}
      </ol>
      <div>
        <Button tone="normal" onPress={add} data-action="add-row">
          <Plus className="icon" size={14} aria-hidden />
          {t('channels.add')}
        </Button>
      </div>
    </section>
  );
}
