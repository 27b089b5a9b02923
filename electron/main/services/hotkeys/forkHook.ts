import { join } from 'node:path';
import type { HookReport } from '@parley/shared/hotkeys/messages';
import { MessageChannelMain, utilityProcess, type WebContents } from 'electron';
import type { HookProcess } from './supervisor.ts';

/** Starts `electron/hotkeys` as a utility process; its edges go to the renderer by a MessagePort, past main. */
export function forkHook(options: {
  folder: string;
  arguments: readonly string[];
  renderer: () => WebContents | null;
}): HookProcess {
  const child = utilityProcess.fork(join(options.folder, 'hotkeys.js'), [...options.arguments], {
    serviceName: 'Parley keys',
    stdio: 'ignore',
  });
  return {
    send: (command) => child.postMessage(command),
    connectRenderer() {
      const renderer = options.renderer();
      if (renderer === null) return;
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ kind: 'port' }, [port1]);
      renderer.postMessage('hotkeys.port', null, [port2]);
    },
    kill: () => {
      child.kill();
    },
    // The contract's own process, built with this one; the type is what both were compiled against.
    onReport: (listener) => void child.on('message', (message: HookReport) => listener(message)),
    onExit: (listener) => void child.on('exit', listener),
  };
}
