import type { Page } from '@playwright/test';

interface Holder {
  captured?: MediaStreamTrack[];
}

/** From now on the page's microphones are counted: `getUserMedia` hands out as before, and the tracks are remembered. */
export async function watchCaptures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const holder = window as unknown as Holder;
    if (holder.captured !== undefined) return;
    const captured: MediaStreamTrack[] = [];
    holder.captured = captured;
    const { mediaDevices } = navigator;
    const original = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await original(constraints);
      captured.push(...stream.getTracks());
      return stream;
    };
  });
}

/** How many of the tracks that were captured since then are live. */
export const openCaptures = (page: Page): Promise<number> =>
  page.evaluate(
    () => ((window as unknown as Holder).captured ?? []).filter(({ readyState }) => readyState === 'live').length,
  );
