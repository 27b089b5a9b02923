import type { Desktop } from '@parley/shared/ipc/contract';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { DesktopState, DesktopStore } from './desktopStore.ts';

interface DesktopAccess {
  readonly desktop: Desktop;
  readonly store: DesktopStore;
}

/** The bridge and what main told, for the features; given once by `main.tsx`. */
export const DesktopContext = createContext<DesktopAccess | null>(null);

function useAccess(): DesktopAccess {
  const access = useContext(DesktopContext);
  if (access === null) throw new Error('DesktopContext is missing');
  return access;
}

/** What can be asked of main. */
export const useDesktop = (): Desktop => useAccess().desktop;

/** What main told, for what happens later than it was drawn. */
export const useDesktopStore = (): DesktopStore => useAccess().store;

/** A part of what main told; renders again only when that part changed. */
export const useDesktopState = <T>(select: (state: DesktopState) => T): T => useStore(useAccess().store, select);
