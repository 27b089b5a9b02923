import { ipcMain } from 'electron';
import type { Disposable } from '../services/disposable.ts';
import { registerIpc } from './registerIpc.ts';

/** `registerIpc` on Electron's own `ipcMain`, which nothing outside this folder touches. */
export const startIpc = (ports: Omit<Parameters<typeof registerIpc>[0], 'ipc'>): Disposable =>
  registerIpc({ ipc: ipcMain, ...ports });
