import type { Desktop } from '@parley/shared/ipc/contract';
import type { DesktopStore } from './desktopStore.ts';

/** The bridge, with what `renderer/call` tells main about devices kept for the device menus as well. */
export const watchDevices = (desktop: Desktop, store: DesktopStore): Desktop => ({
  ...desktop,
  devices: {
    ...desktop.devices,
    present(devices) {
      store.setState({ present: devices });
      desktop.devices.present(devices);
    },
  },
});
