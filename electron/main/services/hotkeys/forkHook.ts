import { join } from 'node:path';
import { portalTriggerOf } from '@parley/shared/hotkeys/accelerator';
import type { Binding } from '@parley/shared/hotkeys/binding';
import type { HookReport } from '@parley/shared/hotkeys/messages';
import { MessageChannelMain, utilityProcess, type WebContents } from 'electron';
import { appId } from '../../platform/appId.ts';
import type { Platform } from '../../platform/platform.ts';
import type { HookProcess } from './supervisor.ts';
import type { decideKeySource } from './supervisorPolicy.ts';

/** What the hook process is told at its start (electron/hotkeys/index.ts). */
export function hookArguments(options: {
  platform: Platform;
  source: ReturnType<typeof decideKeySource>;
  /** Where to listen for commands. */
  commands: string;
  /** What a desktop that owns the key shows the person. */
  description: string;
  talk: readonly Binding[];
}): readonly string[] {
  const { platform, source, commands, description, talk } = options;
  const trigger = talk.map(portalTriggerOf).find((wish) => wish !== null) ?? '';
  return [
    `--platform=${platform.name}`,
    `--source=${source.source}`,
    ...(source.source === 'none' ? [`--cause=${source.cause}`] : []),
    ...(source.source === 'portal'
      ? [`--app-id=${appId}`, `--description=${description}`, `--trigger=${trigger}`]
      : []),
    `--commands=${commands}`,
  ];
}

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
