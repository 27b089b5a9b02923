import { AccessToken } from 'livekit-server-sdk';
import type { LiveKitServer } from '../../tests/fixtures/livekit.ts';
import type { MeasuredPage, Pages } from './browser.ts';

/** Real participants of a real room, all in one page of one browser (`page/crowd.ts`). */
export interface Crowd {
  /** Lets people in until so many are in the room; resolves when all of them publish a microphone. */
  growTo(size: number): Promise<void>;
  /** From now on one after the other speaks, each for `turn` ms. */
  speakInTurn(turn: number): Promise<void>;
  stop(): Promise<void>;
}

/** So many tokens at once, so that one call into the page does not take minutes. */
const portion = 10;

export async function startCrowd(pages: Pages, livekit: LiveKitServer, room: string): Promise<Crowd> {
  const { page, close }: MeasuredPage = await pages.open('crowd');
  let size = 0;
  return {
    async growTo(wanted) {
      while (size < wanted) {
        const count = Math.min(portion, wanted - size);
        const tokens = await Promise.all(
          Array.from({ length: count }, (_, index) => mintToken(livekit, room, size + index)),
        );
        size = await page.evaluate(([url, fresh]) => window.crowd.join(url, fresh), [livekit.url, tokens] as const);
      }
    },
    speakInTurn: (turn) => page.evaluate((length) => window.crowd.speakInTurn(length), turn),
    stop: close,
  };
}

/** Who may subscribe to nothing is told of no track: the server and this page have less to do. */
async function mintToken(livekit: LiveKitServer, room: string, number: number): Promise<string> {
  const identity = `bot-${number}`;
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, name: `Person ${number}`, ttl: 3_600 });
  token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: false, canPublishData: true });
  return token.toJwt();
}
