import { describe, expect, it } from 'vitest';
import type { Control, Modifier } from './binding.ts';
import { nextRecorder, type Recorder, type RecorderInput, type RecorderOutput } from './recorder.ts';

const key = (code: string): Control => ({ kind: 'key', code });
const press = (control: Control, modifiers: readonly Modifier[] = []): RecorderInput => ({
  kind: 'press',
  control,
  modifiers,
});
const release = (control: Control): RecorderInput => ({ kind: 'release', control });
const f13 = key('F13');
const control = key('ControlLeft');
const back: Control = { kind: 'mouse', button: 'back' };

function run(inputs: readonly RecorderInput[]): RecorderOutput {
  let recorder: Recorder = { kind: 'waiting' };
  let output: RecorderOutput = { kind: 'goesOn', recorder };
  for (const input of inputs) {
    output = nextRecorder(recorder, input);
    if (output.kind === 'goesOn') recorder = output.recorder;
  }
  return output;
}

describe('nextRecorder', () => {
  it.each<[string, RecorderInput[], RecorderOutput]>([
    ['press and release', [press(f13), release(f13)], { kind: 'recorded', binding: f13 }],
    ['a press alone', [press(f13)], { kind: 'goesOn', recorder: { kind: 'pressed', binding: f13 } }],
    ['a release alone', [release(f13)], { kind: 'goesOn', recorder: { kind: 'waiting' } }],
    ['Escape', [press(f13), press(key('Escape'))], { kind: 'cancelled' }],
    ['a lone modifier', [press(control, ['Control']), release(control)], { kind: 'recorded', binding: control }],
    [
      'a combination, its modifier let go first',
      [press(control, ['Control']), press(f13, ['Control']), release(control), release(f13)],
      { kind: 'recorded', binding: { kind: 'key', code: 'F13', modifiers: ['Control'] } },
    ],
    [
      'auto-repeat and another key',
      [press(f13), press(f13), press(key('KeyA')), release(f13)],
      { kind: 'recorded', binding: f13 },
    ],
    [
      'a mouse button without its modifiers',
      [press(back, ['Shift']), release(back)],
      { kind: 'recorded', binding: back },
    ],
  ])('%s', (_, inputs, output) => {
    expect(run(inputs)).toEqual(output);
  });
});
