import { bindingId, type Binding, type PressAction } from '@parley/shared/hotkeys/binding';
import { hearsEveryKey, judgeBinding, type BindingVerdict } from '@parley/shared/hotkeys/judgeBinding';
import { TriangleAlert, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { EdgeLamps } from '../../components/EdgeLamps.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { keyName } from '../../components/keyName.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { offerUndo, useViewStore } from '../app/view.ts';
import { Told } from '../notices/Told.tsx';
import { useRecorder, type Recording } from './useRecorder.ts';

/** The keys and buttons of one action: recorded by pressing and letting go, with what speaks against each. */
export function BindingList(props: {
  readonly action: PressAction | 'talk';
  readonly bindings: readonly Binding[];
  readonly most: number;
  readonly onChange: (bindings: Binding[]) => void;
}): ReactElement {
  const { action, bindings, most, onChange } = props;
  const { t } = useTranslation();
  const view = useViewStore();
  const platform = useDesktopState((state) => state.platform);
  const judge = useJudge(action);
  // A key that is pressed before the hook runs would be lost without a word.
  const listening = useDesktopState(({ hotkeys }) => hotkeys.kind === 'live' || hotkeys.kind === 'degraded');
  const [refused, setRefused] = useState<{ readonly binding: Binding; readonly why: string } | null>(null);
  const { recording, start, cancel } = useRecorder((binding) => {
    const verdict = judge(binding, true);
    if (verdict.kind === 'refusal') return setRefused({ binding, why: verdict.why });
    onChange([...bindings, binding]);
  });
  const remove = (binding: Binding): void => {
    onChange(bindings.filter((other) => other !== binding));
    offerUndo(view, {
      text: t(action === 'talk' ? 'undo.keyRemoved' : 'undo.actionKeyRemoved', {
        key: keyName(binding, platform, t),
        action: t(`setting.action.${action}`),
      }),
      action: t('undo.action'),
      undo: () => onChange([...bindings]),
    });
  };
  const record = (): void => {
    setRefused(null);
    start();
  };
  return (
    <>
      <ul className="rows">
        {bindings.map((binding) => (
          <li key={bindingId(binding)}>
            <KeyCap>{keyName(binding, platform, t)}</KeyCap>
            <Warning verdict={judge(binding, false)} />
            <IconButton
              className="icon-button end"
              label={t('setting.talkBindings.remove', { key: keyName(binding, platform, t) })}
              onPress={() => remove(binding)}
            >
              <X className="icon" size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {recording.kind === 'waiting' || recording.kind === 'recorded' ? (
        <div className="recorder" data-part="recorder" data-listening={listening && recording.kind === 'waiting'}>
          {recording.pressed !== null && <KeyCap large>{keyName(recording.pressed, platform, t)}</KeyCap>}
          <Told first>{t(`setting.talkBindings.${wordsOf(recording, listening)}`)}</Told>
          <EdgeLamps press={recording.pressed !== null} release={recording.kind === 'recorded'} />
          <Button onPress={cancel} isDisabled={recording.kind === 'recorded'}>
            {t('setting.talkBindings.cancel')} <KeyCap>{t('key.code.Escape')}</KeyCap>
          </Button>
        </div>
      ) : (
        <div>
          <Button
            tone="normal"
            isDisabled={bindings.length >= most}
            onPress={record}
            data-action={action === 'talk' ? 'record' : `record-${action}`}
          >
            {t('setting.talkBindings.add')}
          </Button>
        </div>
      )}
      {recording.kind === 'noRelease' && (
        <Told className="small" part="refused" first>
          {t('setting.talkBindings.noRelease')}
        </Told>
      )}
      {refused !== null && (
        <Told className="small" part="refused" first>
          {t(`setting.talkBindings.refused.${refused.why}`, { key: keyName(refused.binding, platform, t) })}
        </Told>
      )}
    </>
  );
}

function wordsOf(recording: Recording, listening: boolean): 'starting' | 'press' | 'letGo' | 'recorded' {
  if (recording.kind === 'recorded') return 'recorded';
  if (!listening) return 'starting';
  return recording.kind === 'waiting' && recording.pressed === null ? 'press' : 'letGo';
}

/** Stored all the same: what speaks against a key may be what the person wants. */
function Warning({ verdict }: { readonly verdict: BindingVerdict }): ReactElement | null {
  const { t } = useTranslation();
  const platform = useDesktopState((state) => state.platform);
  if (verdict.kind !== 'warning') return null;
  return (
    <span className="tag is-trouble" data-part="warning">
      <TriangleAlert className="icon" size={12} aria-hidden />
      {t(`setting.talkBindings.warning.${verdict.why}`, {
        key: verdict.why === 'overlaps' ? keyName(verdict.other, platform, t) : '',
      })}
    </span>
  );
}

function useJudge(action: PressAction | 'talk'): (binding: Binding, added: boolean) => BindingVerdict {
  const { platform, settings, otherKeyReleases, hotkeys } = useDesktopState((state) => state);
  const others = [...settings.talkBindings, ...Object.values(settings.actionBindings).flat()];
  const held = action === 'talk' && otherKeyReleases;
  const heardBy = action === 'talk' ? 'hook' : hearsEveryKey(hotkeys) ? 'shortcutOrHook' : 'shortcut';
  return (binding, added) => judgeBinding(binding, { platform, others, added, otherKeyReleases: held, heardBy });
}
