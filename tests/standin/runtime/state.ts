import type { ChildProcess } from 'node:child_process';
import type { CdpConnection } from './cdp.ts';
import { strict } from './notPlayed.ts';
import { Schemes } from './schemes.ts';

/** What the parts of the stand-in share: one application, one Chromium. */
export const state = {
  /** Folder of the application. */
  root: process.cwd(),
  package: {} as { name?: string; productName?: string; version?: string },
  switches: [] as [name: string, value: string][],
  schemes: new Schemes(),
  chromium: null as { readonly child: ChildProcess; readonly connection: CdpConnection } | null,
  ready: false,
  exiting: false,
};

export const switchValue = (name: string): string | undefined => state.switches.findLast(([key]) => key === name)?.[1];

export function browser(): CdpConnection['browser'] {
  if (state.chromium === null) throw new Error('Electron stand-in: Chromium is not running yet');
  return state.chromium.connection.browser;
}

/** An event object that can be prevented, as Electron's; strict like everything else. */
export interface PreventableEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(extra: T = {} as T): T & PreventableEvent {
  const event: T & PreventableEvent = {
    ...extra,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
  return strict('Event', event);
}
