import type { Events, Requests, Signals } from './contract.ts';

/** The names as values, complete by type: a contract entry that is missing here does not compile. */
const names = <T extends string>(record: Readonly<Record<T, true>>): readonly T[] => Object.keys(record) as T[];

export const requestNames = names<keyof Requests>({
  'app.bootstrap': true,
  'app.quit': true,
  'servers.signIn': true,
  'servers.cancel': true,
  'servers.signOut': true,
  'servers.retry': true,
  'servers.save': true,
  'servers.remove': true,
  'servers.reorder': true,
  'servers.show': true,
  'servers.test': true,
  'servers.offer': true,
  'servers.resetPassword': true,
  'doctor.command': true,
  'doctor.begin': true,
  'doctor.step': true,
  'doctor.names': true,
  'doctor.tickets': true,
  'doctor.fault': true,
  'doctor.skip': true,
  'channels.join': true,
  'channels.tellDeafened': true,
  'call.probe': true,
  'channels.createRoom': true,
  'moderation.act': true,
  'moderation.restrictions': true,
  'account.rename': true,
  'account.changePassword': true,
  'account.sessions': true,
  'account.endSession': true,
  'account.export': true,
  'account.delete': true,
  'invitations.list': true,
  'invitations.create': true,
  'invitations.revoke': true,
  'guestLinks.list': true,
  'guestLinks.create': true,
  'guestLinks.revoke': true,
  'proxies.answer': true,
  'proxies.forget': true,
  'settings.update': true,
  'hotkeys.record': true,
  'hotkeys.cancelRecord': true,
  'hotkeys.retry': true,
  'devices.request': true,
  'devices.answerMoved': true,
  'screens.list': true,
  'screens.choose': true,
  'links.open': true,
});

export const eventNames = names<keyof Events>({
  'app.quitAsked': true,
  'servers.changed': true,
  'servers.tested': true,
  'channels.changed': true,
  'proxies.changed': true,
  'bandwidth.changed': true,
  'extraCa.changed': true,
  'settings.changed': true,
  'hotkeys.changed': true,
  'hotkeys.recording': true,
  'devices.changed': true,
  'devices.inputMoved': true,
  'call.command': true,
  'call.moderated': true,
});

export const signalNames = names<keyof Signals>({
  'call.summary': true,
  'call.worked': true,
  'devices.present': true,
  'doctor.finished': true,
  'app.ready': true,
});

/** The one message that carries a MessagePort: the hook process's edges, straight to the preload. */
export const hotkeysPort = 'hotkeys.port';

/** The `sourceId` of `screens.choose` that leaves the choice to the system's own chooser (`Bootstrap.systemScreenPicker`). */
export const systemScreenChoice = 'system';
