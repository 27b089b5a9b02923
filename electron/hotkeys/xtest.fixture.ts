import { connect } from 'node:net';
import { parseDisplay, setupRequest } from './sources/x11Display.ts';

/**
 * Presses keys by the XTEST extension over a connection of its own, like a keyboard of which no program takes notice:
 * xdotool asks the server questions around each key, whose answers hurry the key along.
 */
export interface Typist {
  press(keycode: number): void;
  release(keycode: number): void;
  close(): void;
}

export async function createTypist(display: string): Promise<Typist> {
  const [address] = parseDisplay(display)?.addresses ?? [];
  if (address === undefined) throw new Error(`no display: ${display}`);
  const socket = connect(address);
  const answer = (request: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      socket.once('data', resolve);
      socket.once('error', reject);
      socket.write(request);
    });
  await answer(setupRequest(null));
  // QueryExtension: the answer tells the extension's request code.
  const query = Buffer.from([98, 0, 4, 0, 5, 0, 0, 0, ...Buffer.from('XTEST'), 0, 0, 0]);
  const opcode = (await answer(query))[9] ?? 0;
  const fake = (type: number, keycode: number): void => {
    const request = Buffer.alloc(36);
    request.set([opcode, 2, 9, 0, type, keycode]);
    socket.write(request);
  };
  return {
    press: (keycode) => fake(2, keycode),
    release: (keycode) => fake(3, keycode),
    close: () => socket.destroy(),
  };
}
