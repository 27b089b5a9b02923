import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { PressAction } from '@parley/shared/hotkeys/binding';
import type { ControlEvent } from './source.ts';

/**
 * Commands from outside, for desktops where nothing else hears keys everywhere: `parley --ptt-down` and its like, or any
 * program that writes one of the words and a line feed into the socket. Answers each line with `ok` or `unknown`.
 */
export interface CommandSocket {
  /** False when it cannot listen there: somebody else could write into the folder, or the path is too long. */
  start(onEvent: (event: ControlEvent) => void, onPressed: (action: PressAction) => void): Promise<boolean>;
  stop(): void;
}

const talk = { kind: 'named', action: 'talk', source: 'command' } as const;

/** Longer than any command; more without a line feed is no client of ours. */
const longestLine = 64;

/** `address`: a socket's path in a folder of this user alone, or the name of a Windows pipe. */
export function createCommandSocket(address: string): CommandSocket {
  let server: Server | null = null;
  const open = new Set<Socket>();
  return {
    async start(onEvent, onPressed) {
      const obey = (line: string): 'ok' | 'unknown' => {
        switch (line.trim()) {
          case 'ptt-down':
            onEvent({ kind: 'press', control: talk, modifiers: [] });
            return 'ok';
          case 'ptt-up':
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
