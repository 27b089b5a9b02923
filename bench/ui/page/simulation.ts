import type { Simulation } from './benchPage.ts';
import type { DesktopDouble } from './desktop.ts';
import { channelsWith, people, person, type Person } from './people.ts';
import { SimulatedRoom } from './simulatedRoom.ts';

export interface SimulationControls extends Simulation {
  /** For the call controller, in the place of `new Room`. */
  createRoom(): SimulatedRoom;
}

/** Come and go together. */
const batch = 10;

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** One for all: a channel that is not closed is never collected. */
const { port1, port2 } = new MessageChannel();

/** When the frame that is being made is there: a task after its callbacks. */
async function painted(): Promise<void> {
  await nextFrame();
  await new Promise<void>((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}

/** Resolves when so many people are drawn: rows of a large call, tiles of a small one. */
function untilDrawn(count: number): Promise<void> {
  const selector = '[data-part="roster"] > li, [data-part="tile"]';
  return untilMutated(() => document.querySelectorAll(selector).length === count);
}

function untilMutated(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  });
}

export function createSimulation(double: DesktopDouble, click: (channelId: string) => void): SimulationControls {
  let room: SimulatedRoom | null = null;
  let inside: readonly Person[] = [];
  let seen = 0;
  let turns: ReturnType<typeof setInterval> | undefined;

  const inRoom = (): SimulatedRoom => {
    if (room === null) throw new Error('nobody has joined');
    return room;
  };
  return {
    createRoom: () => (room = new SimulatedRoom(inside)),
    async open(count) {
      // We are one of them.
      inside = people(count - 1, 1);
      seen = count;
      double.showChannels(channelsWith(inside));
      await painted();
      await painted();
      const begin = performance.now();
      click('lobby');
      await untilDrawn(count);
      await painted();
      return performance.now() - begin;
    },
    async close() {
      clearInterval(turns);
      document.querySelector<HTMLElement>('[data-action="leave"]')?.click();
      await untilDrawn(0);
      double.showChannels(channelsWith([]));
      await painted();
    },
    speakInTurn(changesPerSecond) {
      clearInterval(turns);
      if (changesPerSecond === 0) return;
      let turn = 0;
      turns = setInterval(() => {
        // Neighbours in the list are not neighbours in time.
        const speaker = (step: number): Person[] => inside.slice((step * 7) % inside.length).slice(0, 1);
        inRoom().speak(speaker(turn + 1), turn === 0 ? [] : speaker(turn));
        turn += 1;
      }, 1_000 / changesPerSecond);
    },
    async churn(count) {
      for (let done = 0; done < count; done += batch) {
        const guests = Array.from({ length: batch }, (_, index) => person(seen + index));
        seen += batch;
        inRoom().come(guests);
        double.showChannels(channelsWith([...inside, ...guests]));
        // One of them says something, so that the record of speech knows of it.
        inRoom().speak(guests.slice(0, 1), []);
        await painted();
        inRoom().speak([], guests.slice(0, 1));
        inRoom().go(guests);
        double.showChannels(channelsWith(inside));
        await painted();
      }
    },
  };
}
