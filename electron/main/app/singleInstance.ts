import { app } from 'electron';

/** True for the first Parley of this user-data folder; a second one shows the first and ends. Before `ready`. */
export function takeSingleInstance(reveal: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', reveal);
  app.on('activate', reveal);
  return true;
}
