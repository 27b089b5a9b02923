import type { Page } from '@playwright/test';
import { ticketsFor } from '../../tests/fixtures/callLab.ts';
import { noise } from '../../tests/fixtures/soundAnalysis.ts';
import { round, sleep } from '../ui/figures.ts';
import { readCost } from './browser.ts';
import type { Rig } from './rig.ts';

/** What one page in a call costs: processor ms a second of all of the browser's processes, and their memory, MB. */
export interface CostFigures {
  readonly what: string;
  readonly processor: number;
  readonly memory: number;
}

const seconds = 8;
const settings = { cues: false, noiseSuppression: 'browser', echoCancellation: true, autoGain: true } as const;

/** Balanced buffers; the far end listens in another browser. Somebody speaks into the microphone all the time. */
export async function measureCost(rig: Rig): Promise<readonly CostFigures[]> {
  const voice = rig.sound.say('micA', noise(10, 0.2));
  const { speaker, listener } = await rig.browsers(128, false);
  const figures: CostFigures[] = [];
  const measure = async (what: string, page: Page): Promise<void> => {
    await sleep(2_500);
    const [before, from] = [await readCost(page), performance.now()];
    await sleep(seconds * 1_000);
    const after = await readCost(page);
    const processor = ((after.processor - before.processor) / (performance.now() - from)) * 1_000;
    figures.push({ what, processor: round(processor), memory: round(after.memory, 0) });
    console.log(JSON.stringify(figures.at(-1)));
  };
  try {
    const bo = await listener.openPage({ ticket: ticketsFor(rig.livekit, 'bo'), settings: { cues: false } });
    await bo.evaluate(() => window.lab.join('cost'));
    const ada = await speaker.openPage({
      ticket: ticketsFor(rig.livekit, 'ada'),
      settings: { ...settings, microphoneMode: 'pushToTalk' },
    });
    await measure('no call', ada);
    await ada.evaluate(() => window.lab.join('cost'));
    await measure('in a call, microphone shut (push-to-talk)', ada);
    for (const [what, change] of [
      ['talking, nothing processed', { noiseSuppression: 'off', echoCancellation: false, autoGain: false }],
      ['talking, the browser\u2019s noise suppression', settings],
      ['talking, RNNoise', { ...settings, noiseSuppression: 'rnnoise' }],
    ] as const) {
      await ada.evaluate((next) => window.lab.configure({ ...next, microphoneMode: 'alwaysOpen' }), change);
      await measure(what, ada);
    }
    await ada.evaluate((next) => window.lab.configure({ ...next, microphoneMode: 'pushToTalk' }), settings);
    await measure('shut again', ada);
    await Promise.all([ada.context().close(), bo.context().close()]);
  } finally {
    voice.stop();
  }
  return figures;
}
