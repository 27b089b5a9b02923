import { hotkeysPort } from '@parley/shared/ipc/channels';
import type { Desktop, Envelope, Events, Requests, Signals, Unsubscribe } from '@parley/shared/ipc/contract';
import type { HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

// Builds `window.desktop` from the contract and nothing else: named functions, no channel names, no event objects.

const ask = <C extends keyof Requests>(
  name: C,
  ...args: Requests[C]['args']
): Promise<Envelope<Requests[C]['result']>> =>
  ipcRenderer.invoke(name, ...args) as Promise<Envelope<Requests[C]['result']>>;

const tell = <C extends keyof Signals>(name: C, payload: Signals[C]): void => ipcRenderer.send(name, payload);

const on = <E extends keyof Events>(name: E, listener: (payload: Events[E]) => void): Unsubscribe => {
  const heard = (_event: IpcRendererEvent, payload: Events[E]): void => listener(payload);
  ipcRenderer.on(name, heard);
  return () => void ipcRenderer.removeListener(name, heard);
};

const edgeListeners = new Set<(edge: HotkeyEdge) => void>();
let port: MessagePort | undefined;
ipcRenderer.on(hotkeysPort, (event) => {
  port?.close();
  port = event.ports[0];
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<HotkeyEdge>) => {
    for (const listener of edgeListeners) listener(data);
  };
});

const desktop: Desktop = {
  app: {
    bootstrap: () => ask('app.bootstrap'),
    quit: () => ask('app.quit'),
    ready: () => tell('app.ready', null),
    onQuitAsked: (listener) => on('app.quitAsked', listener),
  },
  servers: {
    signIn: (profile, proof) => ask('servers.signIn', profile, proof),
    cancel: () => ask('servers.cancel'),
    signOut: (server) => ask('servers.signOut', server),
    retry: (server) => ask('servers.retry', server),
    save: (profile) => ask('servers.save', profile),
    remove: (server) => ask('servers.remove', server),
    reorder: (servers) => ask('servers.reorder', servers),
    show: (server) => ask('servers.show', server),
    test: (profile, proof) => ask('servers.test', profile, proof),
    offer: (profile) => ask('servers.offer', profile),
    resetPassword: (profile, reset) => ask('servers.resetPassword', profile, reset),
    onChanged: (listener) => on('servers.changed', listener),
    onTested: (listener) => on('servers.tested', listener),
  },
  doctor: {
    command: () => ask('doctor.command'),
    finished: (finished) => tell('doctor.finished', finished),
    begin: (target) => ask('doctor.begin', target),
    step: (step) => ask('doctor.step', step),
    names: (hosts) => ask('doctor.names', hosts),
    tickets: () => ask('doctor.tickets'),
    fault: (server, voice) => ask('doctor.fault', server, voice),
    skip: () => ask('doctor.skip'),
  },
  channels: {
    join: (server, channelId, second = false) => ask('channels.join', server, channelId, second),
    tellDeafened: (server, channelId, deafened) => ask('channels.tellDeafened', server, channelId, deafened),
    createRoom: (server, channelId, limits) => ask('channels.createRoom', server, channelId, limits),
    onChanged: (listener) => on('channels.changed', listener),
  },
  moderation: {
    act: (server, act) => ask('moderation.act', server, act),
    restrictions: (server, channelId) => ask('moderation.restrictions', server, channelId),
  },
  account: {
    rename: (server, name) => ask('account.rename', server, name),
    changePassword: (server, change) => ask('account.changePassword', server, change),
    sessions: (server) => ask('account.sessions', server),
    endSession: (server, session) => ask('account.endSession', server, session),
    export: (server) => ask('account.export', server),
    delete: (server, password) => ask('account.delete', server, password),
  },
  invitations: {
    list: (server) => ask('invitations.list', server),
    create: (server, invitation) => ask('invitations.create', server, invitation),
    revoke: (server, invitation) => ask('invitations.revoke', server, invitation),
  },
  guestLinks: {
    list: (server, channelId) => ask('guestLinks.list', server, channelId),
    create: (server, channelId, link) => ask('guestLinks.create', server, channelId, link),
    revoke: (server, channelId, link) => ask('guestLinks.revoke', server, channelId, link),
  },
  bandwidth: { onChanged: (listener) => on('bandwidth.changed', listener) },
  extraCa: { onChanged: (listener) => on('extraCa.changed', listener) },
  proxies: {
    answer: (question, login) => ask('proxies.answer', question, login),
    forget: (proxy) => ask('proxies.forget', proxy),
    onChanged: (listener) => on('proxies.changed', listener),
  },
  settings: {
    update: (patch) => ask('settings.update', patch),
    onChanged: (listener) => on('settings.changed', listener),
  },
  hotkeys: {
    record: () => ask('hotkeys.record'),
    cancelRecord: () => ask('hotkeys.cancelRecord'),
    retry: () => ask('hotkeys.retry'),
    onChanged: (listener) => on('hotkeys.changed', listener),
    onRecording: (listener) => on('hotkeys.recording', listener),
    onEdge(listener) {
      edgeListeners.add(listener);
      return () => void edgeListeners.delete(listener);
    },
  },
  devices: {
    present: (devices) => tell('devices.present', devices),
    request: (kind, device) => ask('devices.request', kind, device),
    answerMoved: (reply) => ask('devices.answerMoved', reply),
    onChanged: (listener) => on('devices.changed', listener),
    onInputMoved: (listener) => on('devices.inputMoved', listener),
  },
  screens: { list: () => ask('screens.list'), choose: (sourceId) => ask('screens.choose', sourceId) },
  call: {
    summary: (summary) => tell('call.summary', summary),
    worked: (worked) => tell('call.worked', worked),
    probe: (probe) => ask('call.probe', probe),
    onCommand: (listener) => on('call.command', listener),
    onModerated: (listener) => on('call.moderated', listener),
  },
  links: { open: (url) => ask('links.open', url) },
};

contextBridge.exposeInMainWorld('desktop', desktop);
