import { describe, expect, it } from 'vitest';
import { audioSwitches } from './audioSwitches.ts';

describe('audioSwitches', () => {
  it.each([
    ['safe', []],
    ['balanced', [['audio-buffer-size', '128']]],
    ['lowest', [['audio-buffer-size', '64']]],
  ] as const)('%s', (latency, switches) => {
    expect(audioSwitches(latency)).toEqual(switches);
  });
});
