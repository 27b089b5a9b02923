import { describe, expect, it } from 'vitest';
import type { MicrophoneView } from '../callView.ts';
import { decideCue } from './decideCue.ts';

const views = {
  idle: { state: 'idle' },
  connecting: { state: 'connecting' },
  shut: { state: 'shut', reason: 'notHeld' },
  open: { state: 'open', by: 'hold' },
  muted: { state: 'muted', by: 'self' },
  trouble: { state: 'trouble', error: { code: 'unavailable', message: '' } },
} as const satisfies Record<string, MicrophoneView>;

const table: Record<keyof typeof views, Partial<Record<keyof typeof views, string>>> = {
  idle: { open: 'open', trouble: 'trouble' },
  connecting: { open: 'open', trouble: 'trouble' },
  shut: { open: 'open', muted: 'muted', trouble: 'trouble' },
  open: { shut: 'shut', muted: 'muted', trouble: 'trouble' },
  muted: { open: 'open', shut: 'shut', trouble: 'trouble' },
  trouble: { open: 'open' },
};

const names = Object.keys(views) as (keyof typeof views)[];

describe('decideCue', () => {
  it.each(names.flatMap((before) => names.map((after) => [before, after] as const)))('%s to %s', (before, after) => {
    expect(decideCue(views[before], views[after])).toBe(table[before][after] ?? null);
  });
});
