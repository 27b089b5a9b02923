import { describe, expect, it } from 'vitest';
import { decideSource } from './decideSource.ts';

const sources = [
  { index: 1, name: 'desk', description: 'Desk' },
  { index: 2, name: 'usb.1', description: 'USB' },
  { index: 3, name: 'usb.2', description: 'USB' },
];
const by = (process: number | null, source: number) => ({ process, source });

describe('the source that is meant', () => {
  it.each([
    ['one of its name, whoever records', 'Desk', [by(99, 2)], 'desk'],
    ['none of its name', 'Headset', [by(7, 1)], null],
    ['the one of two from which we record', 'USB', [by(7, 3)], 'usb.2'],
    ['the one from which we record, not another program', 'USB', [by(99, 2), by(7, 3)], 'usb.2'],
    ['nobody records from either', 'USB', [], null],
    ['only another program does', 'USB', [by(99, 2), by(null, 3)], null],
    ['we do from both: one takes over from the other', 'USB', [by(7, 2), by(8, 3)], null],
    ['we record twice from one', 'USB', [by(7, 2), by(8, 2)], 'usb.1'],
  ])('%s', (_, label, recordings, name) => {
    expect(decideSource(label, sources, recordings, [7, 8])?.name ?? null).toBe(name);
  });
});
