import type { HookCommand } from '@parley/shared/hotkeys/messages';
import type { MessagePortMain } from 'electron';
import { createHookProcess } from './hookProcess.ts';
import { createUiohookSource } from './sources/uiohook.ts';

// Entry of the utility process that owns the key hook. Main forks it with `--platform=windows|macos|linux`.
const { parentPort } = process;
const needsDisplay = process.argv.includes('--platform=linux');
const hook = createHookProcess({
  source: createUiohookSource({ needsDisplay, display: process.env['DISPLAY'], authority: process.env['XAUTHORITY'] }),
  report: (report) => parentPort.postMessage(report),
  // Edges on their way to the renderer leave with the next turns of the loop.
  exit: () => setTimeout(() => process.exit(0), 50),
  now: () => performance.now(),
});
// Main is the only one who can send here, and was built together with this process.
parentPort.on('message', ({ data, ports }: { data: HookCommand; ports: MessagePortMain[] }) =>
  hook.handle(data, ports[0]),
);
void hook.start();
