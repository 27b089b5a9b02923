import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { PressAction } from '@parley/shared/hotkeys/binding';
import type { ControlEvent } from './source.ts';

/**
 * Commands from outside, for desktops where nothing else hears keys everywhere: `parley --ptt-down` and its like, or any
 * program that writes one of the words and a line feed into the socket. Answers each line with `ok` or `unknown`. A time
 * behind the word, ms since the epoch, tells when the key was pressed or let go: each program of a short tap takes its own
 * time to start, and the later one may arrive first.
 */
export interface CommandSocket {
  /** False when it cannot listen there: somebody else could write into the folder, or the path is too long. */
  start(onEvent: (event: ControlEvent) => void, onPressed: (action: PressAction) => void): Promise<boolean>;
  stop(): void;
}

const talk = { kind: 'named', action: 'talk', source: 'command' } as const;

/**
 * How long a release counts against a press from before it that arrives later, ms of this process: far longer than a
 * program needs to start, and short enough that a clock which was set back does not keep anybody from talking.
 */
const overtakes = 10_000;

/** Longer than any command; more without a line feed is no client of ours. */
const longestLine = 64;

/** `address`: a socket's path in a folder of this user alone, or the name of a Windows pipe. */
export function createCommandSocket(address: string): CommandSocket {
  let server: Server | null = null;
  const open = new Set<Socket>();
  return {
    async start(onEvent, onPressed) {
      let up = { told: -Infinity, arrived: -Infinity };
      const obey = (line: string): 'ok' | 'unknown' => {
        const [, word, time] = /^\s*([a-z-]+)(?: (\d{1,15}(?:\.\d{1,3})?))?\s*$/.exec(line) ?? [];
        const told = time === undefined ? null : Number(time);
        switch (word) {
          case 'ptt-down':
            if (told !== null && told < up.told && performance.now() - up.arrived < overtakes) return 'ok';
            onEvent({ kind: 'press', control: talk, modifiers: [] });
            return 'ok';
          case 'ptt-up':
            // Never passed over itself: what is unexpected shuts.
            if (told !== null) up = { told, arrived: performance.now() };
            onEvent({ kind: 'release', control: talk });
            return 'ok';
          case 'toggle-mute':
            onPressed('mute');
            return 'ok';
          default:
            return 'unknown';
        }
      };
      // A pipe of Windows is written by its owner alone: libuv gives others no more than the default, to read.
      const pipe = address.startsWith('\\\\.\\pipe\\');
      if (!pipe) {
        // Whoever made it before us, the question below decides.
        await mkdir(dirname(address), { mode: 0o700 }).catch(() => undefined);
        if (!(await isPrivate(dirname(address)))) return false;
      }
      // Only one Parley has this folder: what lies there was left behind by one that died.
      if (!pipe) await rm(address, { force: true });
      server = createServer((socket) => {
        let rest = '';
        open.add(socket);
        socket.setEncoding('utf8');
        socket.setTimeout(60_000, () => socket.destroy());
        socket.on('error', () => socket.destroy());
        socket.on('close', () => open.delete(socket));
        socket.on('data', (text) => {
          const lines = (rest + text.toString()).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) socket.write(`${obey(line)}\n`);
          if (rest.length > longestLine) socket.destroy();
        });
      });
      const listening = await new Promise<boolean>((resolve) => {
        server?.once('error', () => resolve(false));
        server?.listen(address, () => resolve(true));
      });
      if (listening && !pipe) await chmod(address, 0o600);
      return listening;
    },
    stop() {
      for (const socket of open) socket.destroy();
      server?.close();
    },
  };
}

/** Only this user may reach into it: the folder decides, because it is there before the socket. */
async function isPrivate(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => null);
  return stats !== null && stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
}
