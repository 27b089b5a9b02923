import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCallLab, type CallLab } from '../../../tests/fixtures/callLab.ts';
import type { AmplifierLab } from './amplifier.fixture.ts';

let lab: CallLab;
let page: Page;

beforeAll(async () => {
  lab = await startCallLab(undefined, 'renderer/call/playback/amplifier.fixture.ts');
  page = await lab.openPage({
    ticket: async () => ({ ok: false, error: { code: 'unavailable', message: 'no call' } }),
  });
});
afterAll(async () => lab?.stop());

const play = (gain: number, mono: boolean): Promise<void> =>
  page.evaluate(([level, one]) => (window.lab as unknown as AmplifierLab).play(level, one), [gain, mono] as const);
const levels = (): Promise<readonly number[]> => page.evaluate(() => (window.lab as unknown as AmplifierLab).levels());

/** RMS of the tone on the left side, as it is sent. */
const sent = 0.2 * Math.SQRT1_2;
const becomes = (left: number, right: number): Promise<void> =>
  expect
    .poll(async () => (await levels()).map((level) => Math.round((level / sent) * 20) / 20), { timeout: 10_000 })
    .toEqual([left, right]);

describe('the amplifier in a real browser', () => {
  it('plays what is on one side on both when it is to be mono, as loud as asked', async () => {
    await play(1, false);
    await becomes(1, 0);
    await play(1, true);
    await becomes(0.5, 0.5);
    await play(2, true);
    await becomes(1, 1);
    await play(2, false);
    await becomes(2, 0);
    await play(0.5, false);
    await becomes(0.5, 0);
  });
});
