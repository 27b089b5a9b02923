import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { findCookie, parseDisplay, rootOf, setupRequest, type X11Display } from './x11Display.ts';

/**
 * Asks the X server for something every 20 ms. libuiohook reads keys by the RECORD extension, and the server hands
 * recorded events on only when it has output for some client: a key release over a window that takes presses alone
 * (a terminal) stays in its buffer until anything else happens, and the microphone would stay open so long. Each answer
 * to us empties the buffer. Measured under Xvfb: without it up to seconds, with it at most 20 ms.
 */
export interface X11Pulse {
  /** Which keys are down, a bit for each key code; null when the server does not answer. Asked only about held keys. */
  keymap(): Promise<Buffer | null>;
  /** Which buttons and modifiers are down, as QueryPointer tells it; null when the server does not answer. */
  buttons(): Promise<number | null>;
  /** Whether it answers: it has let us in and is still there. */
  answers(): boolean;
  stop(): void;
}

/** ms. */
const interval = 20;

/** A server that takes longer to let us in (ms) may still do so while the hook works. */
const greetingLimit = 1_000;

/** GetInputFocus: four bytes, changes nothing, and its answer says nothing about keys. */
const question = Buffer.from([43, 0, 1, 0]);

/** QueryKeymap: the server's own account of which keys are down. */
const keymapQuestion = Buffer.from([44, 0, 1, 0]);

/** QueryPointer of a window: as well, of the mouse's buttons. */
const pointerQuestion = (root: number): Buffer => {
  const request = Buffer.from([38, 0, 2, 0, 0, 0, 0, 0]);
  request.writeUInt32LE(root, 4);
  return request;
};

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
  let root = 0;
  let greeted = (): void => undefined;
  /** Who asked, in order: the server answers in order. */
  let asked: ((answer: Buffer | null) => void)[] = [];
  let received = Buffer.alloc(0);
  const stop = (): void => {
    clearInterval(timer);
    socket.destroy();
    greeted();
    for (const answer of asked) answer(null);
    asked = [];
  };
  const ask = (request: Buffer, answer: (reply: Buffer | null) => void): void => {
    asked.push(answer);
    socket.write(request);
  };
  /** Replies are 32 bytes and what their length says; errors and events are 32 bytes (X Window System Protocol, 1). */
  const read = (data: Buffer): void => {
    received = Buffer.concat([received, data]);
    while (received.length >= 32) {
      const length = received[0] === 1 ? 32 + 4 * received.readUInt32LE(4) : 32;
      if (received.length < length) return;
      const message = received.subarray(0, length);
      received = received.subarray(length);
      // Errors (0) answer as well; events, which we never ask for, do not.
      if (message[0] === 1 || message[0] === 0) asked.shift()?.(message[0] === 1 ? message : null);
    }
  };
  socket.on('error', stop);
  socket.on('close', stop);
  let greeting = Buffer.alloc(0);
  const greet = (data: Buffer): void => {
    greeting = Buffer.concat([greeting, data]);
    if (greeting.length < 8) return;
    if (greeting[0] !== 1) return stop();
    const length = 8 + 4 * greeting.readUInt16LE(6);
    if (greeting.length < length) return;
    root = rootOf(greeting);
    socket.off('data', greet);
    socket.on('data', read);
    read(greeting.subarray(length));
    timer = setInterval(() => {
      if (asked.length === 0) ask(question, () => undefined);
    }, interval);
    greeted();
  };
  socket.on('data', greet);
  socket.write(setupRequest(findCookie(authority, display.number, hostname())));
  // The hook asks about its keys as soon as it has begun: it must not believe then that nobody can tell.
  await new Promise<void>((resolve) => {
    const limit = setTimeout(resolve, greetingLimit);
    greeted = () => {
      clearTimeout(limit);
      resolve();
    };
  });
  /** Not greeted yet, or gone: nobody can tell. */
  const answers = (): boolean => timer !== undefined && !socket.destroyed;
  return {
    answers,
    keymap: () =>
      new Promise((resolve) => {
        if (!answers()) return resolve(null);
        ask(keymapQuestion, (reply) => resolve(reply?.subarray(8, 40) ?? null));
      }),
    buttons: () =>
      new Promise((resolve) => {
        if (!answers()) return resolve(null);
        ask(pointerQuestion(root), (reply) => resolve(reply?.readUInt16LE(24) ?? null));
      }),
    stop,
  };
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
