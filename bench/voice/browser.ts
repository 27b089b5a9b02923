import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

/** What the listener's browser tells of the voice that it plays: sums, to be compared with later ones. */
export interface Playback {
  /** s, over all samples: how long they waited in the jitter buffer, and what it meant them to. */
  readonly buffered: number;
  readonly target: number;
  readonly emitted: number;
  readonly concealed: number;
  /** s, over all samples: from the jitter buffer to the device. */
  readonly playout: number;
  readonly played: number;
}

/** Before a page's own scripts: it keeps its peer connections, so that their statistics can be read. */
export const keepPeers = (): void => {
  const peers: RTCPeerConnection[] = [];
  Object.assign(window, { peers });
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
};

/** Before a page's own scripts: a browser that hands no sound to workers. */
export const withoutStreams = (): void => {
  Reflect.deleteProperty(window, 'MediaStreamTrackGenerator');
};

/** Before a page's own scripts: `window.encoder` tells of each frame of sound as the encoder gives it. */
export const tapEncoder = (): void => {
  const code = `onrtctransform = ({ transformer: { readable, writable } }) =>
    readable.pipeThrough(new TransformStream({ transform(frame, out) {
      postMessage({ at: performance.timeOrigin + performance.now(), size: frame.data.byteLength });
      out.enqueue(frame);
    } })).pipeTo(writable);`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  Object.assign(window, { encoder: worker });
  // Only in the task that makes the sender.
  const tap = (sender: RTCRtpSender): void => void Reflect.set(sender, 'transform', new RTCRtpScriptTransform(worker));
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    override addTransceiver(what: MediaStreamTrack | string, init?: RTCRtpTransceiverInit): RTCRtpTransceiver {
      const transceiver = super.addTransceiver(what, init);
      if (what instanceof MediaStreamTrack && what.kind === 'audio') tap(transceiver.sender);
      return transceiver;
    }
    override addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender {
      const sender = super.addTrack(track, ...streams);
      if (track.kind === 'audio') tap(sender);
      return sender;
    }
  };
};

export const readPlayback = (page: Page): Promise<Playback> =>
  page.evaluate(async () => {
    const { peers } = window as unknown as { readonly peers: readonly RTCPeerConnection[] };
    const sum = { buffered: 0, target: 0, emitted: 0, concealed: 0, playout: 0, played: 0 };
    for (const peer of peers) {
      if (peer.connectionState === 'closed') continue;
      (await peer.getStats()).forEach((stats: Readonly<Record<string, number | string>>) => {
        const of = (name: string): number => Number(stats[name] ?? 0);
        if (stats['type'] === 'inbound-rtp' && stats['kind'] === 'audio') {
          sum.buffered += of('jitterBufferDelay');
          sum.target += of('jitterBufferTargetDelay');
          sum.emitted += of('jitterBufferEmittedCount');
          sum.concealed += of('concealedSamples');
        }
        if (stats['type'] === 'media-playout') {
          sum.playout += of('totalPlayoutDelay');
          sum.played += of('totalSamplesCount');
        }
      });
    }
    return sum;
  });

/** Processor time of the browser of a page so far, ms, and the memory that its processes hold, MB (proportional share). */
export async function readCost(page: Page): Promise<{ readonly processor: number; readonly memory: number }> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser of its own');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  let processor = 0;
  let memory = 0;
  for (const { id, cpuTime } of processInfo) {
    processor += cpuTime * 1_000;
    const share = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1];
    memory += Number(share ?? 0) / 1_024;
  }
  return { processor, memory };
}
