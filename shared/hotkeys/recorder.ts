import { controlId, modifierOf, type Binding, type Control, type Modifier } from './binding.ts';

/**
 * The binding recorder as a pure rule, the same for every source: a binding counts only when both its edges were seen,
 * because a key whose release is not seen could never shut the microphone.
 */
export type Recorder =
  | { readonly kind: 'waiting' }
  /** The press was seen. A modifier by itself becomes a combination when another key follows while it is held. */
  | { readonly kind: 'pressed'; readonly binding: Binding };

export type RecorderInput =
  | { readonly kind: 'press'; readonly control: Control; readonly modifiers: readonly Modifier[] }
  | { readonly kind: 'release'; readonly control: Control };

export type RecorderOutput =
  | { readonly kind: 'goesOn'; readonly recorder: Recorder }
  | { readonly kind: 'recorded'; readonly binding: Binding }
  | { readonly kind: 'cancelled' };

export function nextRecorder(recorder: Recorder, input: RecorderInput): RecorderOutput {
  const { control } = input;
  if (input.kind === 'release') {
    return recorder.kind === 'pressed' && controlId(recorder.binding) === controlId(control)
      ? { kind: 'recorded', binding: recorder.binding }
      : { kind: 'goesOn', recorder };
  }
  if (control.kind === 'key' && control.code === 'Escape') return { kind: 'cancelled' };
  const first = recorder.kind === 'waiting' || isModifier(recorder.binding);
  // Auto-repeat, and further keys beside the one that is being recorded; two modifiers are the first of them.
  if (!first || (recorder.kind === 'pressed' && isModifier(control))) return { kind: 'goesOn', recorder };
  return { kind: 'goesOn', recorder: { kind: 'pressed', binding: combine(control, input.modifiers) } };
}

const isModifier = (control: Control): boolean => control.kind === 'key' && modifierOf(control.code) !== null;

function combine(control: Control, modifiers: readonly Modifier[]): Binding {
  if (control.kind === 'mouse' || modifiers.length === 0 || isModifier(control)) return control;
  return { ...control, modifiers: [...modifiers] };
}
