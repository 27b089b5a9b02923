import type { HookCommand, KeySourceTrouble } from '@parley/shared/hotkeys/messages';
import type { MessagePortMain } from 'electron';
import { createHookProcess } from './hookProcess.ts';
import { createCommandSocket } from './sources/commands.ts';
import { createPortalSource } from './sources/portal.ts';
import type { Source, SourceFailure } from './sources/source.ts';
import { createUiohookSource } from './sources/uiohook.ts';

// Entry of the utility process that owns the key hook. Main forks it with
// `--platform=windows|macos|linux --source=uiohook|portal|none [--cause=…] [--commands=address]`.
const { parentPort } = process;
const argument = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

function chooseSource(): Source | SourceFailure {
  switch (argument('source')) {
    case 'portal':
      return createPortalSource({
        bus: process.env['DBUS_SESSION_BUS_ADDRESS'],
        appId: argument('app-id') ?? '',
        description: argument('description') ?? '',
        preferredTrigger: argument('trigger') ?? '',
      });
    case 'none':
      // Main's own word: it started this process.
      return { cause: (argument('cause') ?? 'crashed') as KeySourceTrouble, message: 'no source can work here' };
    default:
      return createUiohookSource({
        needsDisplay: argument('platform') === 'linux',
        display: process.env['DISPLAY'],
        authority: process.env['XAUTHORITY'],
      });
  }
}

const address = argument('commands');
const hook = createHookProcess({
  source: chooseSource(),
  commands: address === undefined ? null : createCommandSocket(address),
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
