import { acceleratorOf } from '@parley/shared/hotkeys/accelerator';
import { pressActions, type Binding, type PressAction } from '@parley/shared/hotkeys/binding';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { Settings } from '@parley/shared/settings/settings';
import type { Disposable } from '../disposable.ts';
import { isInCall } from './supervisorPolicy.ts';

/** What Electron's `globalShortcut` offers. */
export interface ShortcutRegistry {
  /** False when another program has the combination. Throws for what is no accelerator. */
  register(accelerator: string, callback: () => void): boolean;
  unregister(accelerator: string): void;
}

/** `talk`: the talk key toggles, where nothing hears its release. */
export type ShortcutAction = PressAction | 'talk';
export type Wanted = Readonly<Partial<Record<ShortcutAction, readonly Binding[]>>>;

/**
 * Which bindings are in force now, by action: a key is taken from other programs only while it can do something. Who
 * joins does so from outside a call, the rest needs one.
 */
export function decideShortcuts(inputs: {
  readonly call: CallSummary['phase'];
  readonly settings: Pick<Settings, 'actionBindings' | 'talkBindings' | 'talkMode' | 'microphoneMode'>;
  /** Nothing hears keys everywhere. */
  readonly degraded: boolean;
}): Wanted {
  const { settings, degraded } = inputs;
  const inCall = isInCall(inputs.call);
  const wanted: Partial<Record<ShortcutAction, readonly Binding[]>> = {};
  for (const action of pressActions) {
    const bindings = settings.actionBindings[action];
    if (bindings.length > 0 && (inCall || action === 'joinFavourite')) wanted[action] = bindings;
  }
  const toggles = settings.microphoneMode === 'pushToTalk' && settings.talkMode === 'toggle';
  if (inCall && degraded && toggles) wanted.talk = settings.talkBindings;
  return wanted;
}

/**
 * A system shortcut is told again and again while its key is held (https://github.com/electron/electron/issues/39718), and
 * never of its release. What follows the one before within this time is its repeat, ms: longer than any pause between
 * repeats (0.4 s, the slowest of Windows) and than the delay before the first that systems come with (0.5 to 0.66 s), and
 * short enough for a person who presses again. Where the delay was set longer, a held key acts once more at its first
 * repeat. Nobody is asked about the key: only the hook could, which runs in calls with push-to-talk alone.
 */
export const repeatGap = 700;

export interface Shortcuts extends Disposable {
  /** Registers what is wanted and nothing else. */
  show(wanted: Wanted): void;
  /** Bindings of what was shown last that only the key hook can hear: no accelerator, or another program has it. */
  rest(): Wanted;
}

export function createShortcuts(ports: {
  readonly registry: ShortcutRegistry;
  readonly onAction: (action: ShortcutAction) => void;
  /** ms. */
  readonly now: () => number;
}): Shortcuts {
  const { registry } = ports;
  /** Registered accelerators, and what they do. */
  let registered: ReadonlyMap<string, ShortcutAction> = new Map();
  let rest: Wanted = {};
  let shown = '';
  /** When each accelerator was last told, a repeat or not, ms. A key may be held while others are registered. */
  const told = new Map<string, number>();
  const isRepeat = (accelerator: string): boolean => {
    const before = told.get(accelerator);
    const t = ports.now();
    told.set(accelerator, t);
    // A clock that was set back says nothing.
    return before !== undefined && t >= before && t - before < repeatGap;
  };
  const clear = (): void => {
    for (const accelerator of registered.keys()) registry.unregister(accelerator);
    registered = new Map();
  };
  const tryOne = (accelerator: string, action: ShortcutAction): boolean => {
    try {
      return registry.register(accelerator, () => {
        if (!isRepeat(accelerator)) ports.onAction(action);
      });
    } catch {
      // Not a word of Electron's on this system: the hook may hear it.
      return false;
    }
  };
  return {
    show(wanted) {
      const text = JSON.stringify(wanted);
      if (text === shown) return;
      shown = text;
      clear();
      const taken = new Map<string, ShortcutAction>();
      const left: Partial<Record<ShortcutAction, Binding[]>> = {};
      for (const [action, bindings] of Object.entries(wanted) as [ShortcutAction, readonly Binding[]][]) {
        for (const binding of bindings) {
          const accelerator = acceleratorOf(binding);
          if (accelerator !== null && !taken.has(accelerator) && tryOne(accelerator, action)) {
            taken.set(accelerator, action);
          } else (left[action] ??= []).push(binding);
        }
      }
      registered = taken;
      rest = left;
    },
    rest: () => rest,
    dispose: clear,
  };
}
