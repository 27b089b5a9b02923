import type { BrowserWindow } from './browserWindow.ts';

/** Every window that is open, by the id of its contents. */
export const windows = new Map<number, BrowserWindow>();
