import {
  controlId,
  modifierOf,
  modifiers,
  modifiersOf,
  type Binding,
  type Control,
  type HoldAction,
  type Modifier,
} from '@parley/shared/hotkeys/binding';
import { leaseInterval, type HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { every, type Clock } from './clock.ts';

/** The keys of the focused window as a source of edges: only in use while the global hook is degraded or off. */
export interface WindowKeys {
  setBindings(bindings: Readonly<Record<HoldAction, readonly Binding[]>>): void;
  /** false lets go of what is held and listens to nothing. Off at first. */
  setActive(active: boolean): void;
  dispose(): void;
}

export function createWindowKeys(ports: {
  /** The window: keys, mouse buttons and `blur` are heard in the capture phase, before the interface sees them. */
  readonly target: EventTarget;
  readonly clock: Clock;
  readonly onEdge: (edge: HotkeyEdge) => void;
}): WindowKeys {
  const { target, clock, onEdge } = ports;
  let bindings: readonly Binding[] = [];
  let held: ReadonlySet<number> = new Set();
  let stopRenewing: (() => void) | null = null;
  let listening: AbortController | null = null;

  const hold = (next: ReadonlySet<number>): void => {
    held = next;
    if (held.size === 0) {
      stopRenewing?.();
      stopRenewing = null;
    }
    stopRenewing ??=
      held.size === 0
        ? null
        : every(clock, leaseInterval, () => {
            for (const binding of held) onEdge({ kind: 'renew', action: 'talk', binding });
          });
  };
  const letGo = (reason: Extract<HotkeyEdge, { kind: 'reset' }>['reason']): void => {
    if (held.size === 0) return;
    hold(new Set());
    onEdge({ kind: 'reset', reason });
  };
  const indexesOf = (event: Event): number[] => {
    const control = controlOf(event);
    if (control === null) return [];
    return bindings.flatMap((binding, index) => (controlId(binding) === controlId(control) ? [index] : []));
  };
  const press = (event: Event): void => {
    const down = modifiersDown(event);
    const indexes = indexesOf(event).filter((index) => {
      const bound = bindings[index];
      return bound !== undefined && modifiersOf(bound).every((modifier) => down.includes(modifier));
    });
    if (indexes.length === 0 || wouldType(event)) return;
    // Space would press the focused button, the side buttons would go back in history.
    event.preventDefault();
    if (event instanceof KeyboardEvent && event.repeat) return;
    const fresh = indexes.filter((index) => !held.has(index));
    hold(new Set([...held, ...fresh]));
    for (const binding of fresh) onEdge({ kind: 'down', action: 'talk', binding });
  };
  /** Heard wherever the focus is by now. */
  const release = (event: Event): void => {
    // While Command is down macOS tells the window of no other key's release: with Command itself they are over.
    const all = event instanceof KeyboardEvent && modifierOf(event.code) === 'Meta';
    const own = indexesOf(event);
    const released = [...held].filter((index) => own.includes(index) || (all && bindings[index]?.kind === 'key'));
    if (released.length === 0) return;
    event.preventDefault();
    hold(new Set([...held].filter((index) => !released.includes(index))));
    for (const binding of released) onEdge({ kind: 'up', action: 'talk', binding });
  };
  const stop = (reason: 'rebound' | 'stopping'): void => {
    listening?.abort();
    listening = null;
    letGo(reason);
  };

  return {
    setBindings({ talk }) {
      if (JSON.stringify(talk) === JSON.stringify(bindings)) return;
      bindings = talk;
      letGo('rebound');
    },
    setActive(active) {
      if (!active) return stop('stopping');
      if (listening !== null) return;
      listening = new AbortController();
      const options = { capture: true, signal: listening.signal };
      for (const type of ['keydown', 'mousedown']) target.addEventListener(type, press, options);
      for (const type of ['keyup', 'mouseup']) target.addEventListener(type, release, options);
      // Without the focus the release would not be heard.
      target.addEventListener('blur', (event) => event.target === target && letGo('sourceLost'), options);
    },
    dispose: () => stop('stopping'),
  };
}

/** Which modifiers are down at an event of the window. */
export function modifiersDown(event: Event): readonly Modifier[] {
  if (!(event instanceof KeyboardEvent || event instanceof MouseEvent)) return [];
  const down = { Control: event.ctrlKey, Shift: event.shiftKey, Alt: event.altKey, Meta: event.metaKey };
  return modifiers.filter((name) => down[name]);
}

/** The control that an event of the window is about; null for what cannot be bound. */
export function controlOf(event: Event): Control | null {
  // `code` is empty for keys that the system does not name, and for those an input method makes up.
  if (event instanceof KeyboardEvent) return event.code === '' ? null : { kind: 'key', code: event.code };
  if (!(event instanceof MouseEvent)) return null;
  const button = mouseButtons.get(event.button);
  return button === undefined ? null : { kind: 'mouse', button };
}

const mouseButtons: ReadonlyMap<number, Extract<Binding, { kind: 'mouse' }>['button']> = new Map([
  [1, 'middle'],
  [3, 'back'],
  [4, 'forward'],
]);

/** Modifiers by themselves and function keys write nothing. */
const writesNothing = /^(?:(?:Control|Shift|Alt|Meta)(?:Left|Right)|F\d{1,2}|CapsLock|ScrollLock|Pause)$/;

function wouldType(event: Event): boolean {
  if (!(event instanceof KeyboardEvent) || writesNothing.test(event.code)) return false;
  const [element] = event.composedPath();
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) {
    return true;
  }
  return element instanceof HTMLInputElement && !notTyped.has(element.type);
}

const notTyped: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);
