import { describe, expect, it } from 'vitest';
import { cueNames } from '../callView.ts';
import { decideTelling } from './decideTelling.ts';

const usual = { cues: true, speech: true, open: false, canSpeak: true };

describe('decideTelling', () => {
  it('speaks every cue but that the microphone opened', () => {
    for (const cue of cueNames) expect(decideTelling(cue, usual)).toBe(cue === 'open' ? 'sound' : 'speech');
  });

  it.each([
    ['nobody asked for words', { speech: false }],
    ['no voice is installed', { canSpeak: false }],
    ['the microphone is open', { open: true }],
  ])('sounds every cue where %s', (_, change) => {
    for (const cue of cueNames) expect(decideTelling(cue, { ...usual, ...change })).toBe('sound');
  });

  it('tells nothing where cues are off', () => {
    for (const cue of cueNames) expect(decideTelling(cue, { ...usual, cues: false })).toBe('nothing');
  });
});
