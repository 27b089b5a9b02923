import type { BandwidthView } from '@parley/shared/bandwidth';
import type {
  Bootstrap,
  CallCommand,
  ChannelsView,
  Desktop,
  DeviceSelection,
  Moderation,
  OfServer,
} from '@parley/shared/ipc/contract';
import type { HotkeyEdge, HotkeyStatus } from '@parley/shared/hotkeys/messages';
import type { Settings } from '@parley/shared/settings/settings';
import { forget } from './log.ts';

/** What main tells a call. */
export interface DesktopListener {
  settings(settings: Settings): void;
  devices(selection: DeviceSelection): void;
  bandwidth(bandwidth: BandwidthView): void;
  hotkeys(status: HotkeyStatus): void;
  /** Of one server. */
  channels(change: OfServer<ChannelsView>): void;
  edge(edge: HotkeyEdge): void;
  command(command: CallCommand): void;
  moderated(moderation: Moderation): void;
  /** Of one server. */
  signedOut(server: string): void;
}

/** Tells what there is to start from and every change, until the returned function is called. */
export function followDesktop(
  desktop: Desktop,
  bootstrap: Bootstrap | undefined,
  listener: DesktopListener,
): () => void {
  // What has changed since is newer than the answer that is still on its way.
  const changed = new Set<string>();
  let stopped = false;
  const newer =
    <T>(name: string, tell: (value: T) => void) =>
    (value: T): void => {
      changed.add(name);
      tell(value);
    };
  const start = ({ settings, devices, hotkeys, channels, bandwidth }: Bootstrap): void => {
    if (stopped) return;
    for (const [server, view] of Object.entries(channels)) {
      if (!changed.has(`channels ${server}`)) listener.channels({ server, view });
    }
    if (!changed.has('settings')) listener.settings(settings);
    if (!changed.has('bandwidth')) listener.bandwidth(bandwidth);
    if (!changed.has('devices')) listener.devices(devices);
    if (!changed.has('hotkeys')) listener.hotkeys(hotkeys);
  };
  const stops = [
    desktop.settings.onChanged(newer('settings', listener.settings)),
    desktop.bandwidth.onChanged(newer('bandwidth', listener.bandwidth)),
    desktop.devices.onChanged(newer('devices', listener.devices)),
    desktop.hotkeys.onChanged(newer('hotkeys', listener.hotkeys)),
    desktop.channels.onChanged((change) => {
      changed.add(`channels ${change.server}`);
      listener.channels(change);
    }),
    desktop.hotkeys.onEdge(listener.edge),
    desktop.call.onCommand(listener.command),
    desktop.call.onModerated(listener.moderated),
    desktop.servers.onChanged(({ server, view }) => view.kind === 'signedOut' && listener.signedOut(server)),
  ];
  if (bootstrap === undefined) {
    forget(
      'asking what to start from',
      desktop.app.bootstrap().then((answer) => answer.ok && start(answer.value)),
    );
  } else start(bootstrap);
  return () => {
    stopped = true;
    for (const stop of stops) stop();
  };
}
