import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import type { View } from '../features/app/view.ts';
import type { CallSetup } from './doubles/callController.ts';
import type { DoctorSetup } from './doubles/doctor.ts';
import type { DesktopSetup } from './doubles/desktop.ts';
import type { Hand } from './hand.ts';

/** What the program finds in a scene. What is left out is as in a program that is signed in and in no call. */
export interface Setup {
  readonly desktop?: DesktopSetup;
  readonly call?: CallSetup;
  readonly view?: Partial<View>;
  /** What a check of the network finds. */
  readonly doctor?: DoctorSetup;
}

/** One picture: the program, or a part of it, in one state. */
export interface Scene {
  /** Part of the address and of the name of the photograph. */
  readonly id: string;
  /** For the list of scenes; English. */
  readonly title: string;
  /** Times are told by the clock of the page, so a state is made when it is shown. */
  setup?(t: TFunction): Setup;
  /** What is shown instead of the whole program: samples on a sheet. */
  show?(): ReactElement;
  /** `show` is a window of its own, not samples on a sheet. */
  readonly bare?: true;
  /** What is done before the picture is taken. */
  after?(hand: Hand): Promise<void>;
}

/** One state out of several; the later ones win, settings field by field. */
export const together = (...setups: readonly Setup[]): Setup =>
  setups.reduce(
    (before, { desktop, call, view, doctor = before.doctor }) => ({
      desktop: { ...before.desktop, ...desktop, settings: { ...before.desktop?.settings, ...desktop?.settings } },
      call: { ...before.call, ...call },
      view: { ...before.view, ...view },
      ...(doctor === undefined ? {} : { doctor }),
    }),
    {},
  );
