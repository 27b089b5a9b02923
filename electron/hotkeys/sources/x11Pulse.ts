import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { findCookie, parseDisplay, setupRequest, type X11Display } from './x11Display.ts';

/**
 * Asks the X server for something every 20 ms. libuiohook reads keys by the RECORD extension, and the server hands
 * recorded events on only when it has output for some client: a key release over a window that takes presses alone
 * (a terminal) stays in its buffer until anything else happens, and the microphone would stay open so long. Each answer
 * to us empties the buffer. Measured under Xvfb: without it up to seconds, with it at most 20 ms.
 */
export interface X11Pulse {
  stop(): void;
}

/** ms. */
const interval = 20;

/** GetInputFocus: four bytes, changes nothing, and its answer says nothing about keys. */
const question = Buffer.from([43, 0, 1, 0]);

/**
 * `unreachable`: nothing listens at the display, so that the key hook must not be started: libuiohook aborts the process
 * then. A server that refuses us is still reachable: the hook may know better how to sign in, and goes without the pulse.
 */
export async function startX11Pulse(environment: {
  readonly display: string;
  /** Value of `XAUTHORITY`, if set. */
  readonly authority: string | undefined;
}): Promise<X11Pulse | 'unreachable'> {
  const display = parseDisplay(environment.display);
  if (display === null) return 'unreachable';
  const socket = await firstThatConnects(display.addresses);
  if (socket === null) return 'unreachable';

  const file = environment.authority ?? join(homedir(), '.Xauthority');
  const authority = await readFile(file).catch(() => Buffer.alloc(0));
  let timer: NodeJS.Timeout | undefined;
  let waiting = false;
  const stop = (): void => {
    clearInterval(timer);
    socket.destroy();
  };
  socket.on('error', stop);
  socket.on('close', stop);
  socket.once('data', (answer: Buffer) => {
    const accepted = answer[0] === 1;
    if (!accepted) return stop();
    // Whatever comes after this is an answer (or the rest of the server's greeting) and of no interest.
    socket.on('data', () => (waiting = false));
    timer = setInterval(() => {
      if (waiting) return;
      waiting = true;
      socket.write(question);
    }, interval);
  });
  socket.write(setupRequest(findCookie(authority, display.number, hostname())));
  return { stop };
}

async function firstThatConnects(addresses: X11Display['addresses']): Promise<Socket | null> {
  for (const address of addresses) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const trying = connect(address, () => resolve(trying));
      trying.once('error', () => resolve(null));
      trying.setTimeout(2_000, () => {
        trying.destroy();
        resolve(null);
      });
    });
    if (socket !== null) {
      socket.setTimeout(0);
      return socket;
    }
  }
  return null;
}
