import { mkdtempSync, rmSync } from 'node:fs';
import { getServers } from 'node:dns';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, desktopCapturer, dialog, globalShortcut, net, powerMonitor, session, systemPreferences } from 'electron';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import { doctorExit } from '@parley/shared/doctor/exitCode';
import { anyServer } from '@parley/shared/policy/serverPolicy';
import { decideExtraCaFile } from '@parley/shared/extraCa';
import { bandwidthOf, type BandwidthView } from '@parley/shared/bandwidth';
import { idleSummary, isOver } from '@parley/shared/ipc/callSummary';
import { createQuitting } from './app/askBeforeQuit.ts';
import { forwardCommand } from './app/forwardCommand.ts';
import { readCommand, type OutsideCommand } from './app/commandClient.ts';
import { answerLogins } from './app/answerLogins.ts';
import { leaveBeforeQuit } from './app/leaveBeforeQuit.ts';
import { helpText, readDoctorCommand } from './app/commandLine.ts';
import { endWith, runDoctor } from './app/runDoctor.ts';
import { disposeOnQuit } from './app/shutdown.ts';
import { takeSingleInstance } from './app/singleInstance.ts';
import { createRequestHandlers } from './ipc/handlers.ts';
import { startIpc } from './ipc/startIpc.ts';
import { createSenderGuard } from './ipc/senderGuard.ts';
import { createTexts, type Texts } from './locales/texts.ts';
import { readPlatform } from './platform/platform.ts';
import { registerAppScheme, serveAppScheme } from './protocol/appScheme.ts';
import { openExternalLink, openSignInPage } from './security/externalLinks.ts';
import { hardenContents, hardenSession } from './security/harden.ts';
import { appPage, isOwnPage } from './security/origin.ts';
import { trustExtraCa, type ExtraCa } from './security/trustExtraCa.ts';
import { loadPolicy } from './security/policyFile.ts';
import { ipHandlingPolicyOf, withoutUdp } from './security/ipHandling.ts';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { createDialectBackends } from './services/backends/dialects/dialectBackends.ts';
import { ticketLimits } from './services/backends/dialects/ticketBackend.ts';
import { createNetworkPorts } from './services/backends/doctor/network.ts';
import { createHttpClient } from './services/backends/httpClient.ts';
import { createParleyBackend } from './services/backends/parley/parleyBackend.ts';
import { audioSwitches } from './services/devices/audioSwitches.ts';
import { createDevices } from './services/devices/devices.ts';
import { createInputGuard } from './services/devices/inputGuard.ts';
import { createPactlMixer } from './services/devices/pactlMixer.ts';
import { forkHook, hookArguments } from './services/hotkeys/forkHook.ts';
import { commandAddress } from './services/hotkeys/commandAddress.ts';
import { createHotkeySupervisor } from './services/hotkeys/supervisor.ts';
import { createActions } from './services/hotkeys/actions.ts';
import { createShortcuts } from './services/hotkeys/shortcuts.ts';
import { decideKeySource } from './services/hotkeys/supervisorPolicy.ts';
import { createLog } from './services/log/log.ts';
import { createSettable } from './services/observable.ts';
import type { DialPorts } from './services/network/dial.ts';
import { createNetworkDoctor, type NetworkDoctor } from './services/network/networkDoctor.ts';
import { describeNetwork } from './services/network/describeNetwork.ts';
import { createMeteredNetwork } from './services/network/meteredNetwork.ts';
import { createNetFetch } from './services/network/netFetch.ts';
import { createNetworkMemory } from './services/network/networkMemory.ts';
import { openSocket } from './services/network/openSocket.ts';
import { probeIce } from './services/network/probeIce.ts';
import { createProxyLogins, type ProxyLogins } from './services/network/proxyLogins.ts';
import { tryProxyLogin } from './services/network/tryProxyLogin.ts';
import { watchAbsence } from './services/power/absence.ts';
import { createWakefulness } from './services/power/wakefulness.ts';
import { createScreens } from './services/screens/screens.ts';
import { loadKeytar } from './services/secrets/loadKeytar.ts';
import { createSecretStore, type SecretStore } from './services/secrets/secretStore.ts';
import { nextInterruptedCall } from './services/session/interruptedCall.ts';
import { createServers, type ServersService } from './services/session/servers.ts';
import { createSettings, type SettingsService } from './services/settings/settings.ts';
import { createSettingsFile } from './services/settings/settingsFile.ts';
import { createTray } from './services/tray/tray.ts';
import { setApplicationMenu } from './windows/applicationMenu.ts';
import { createMainWindow, type MainWindow } from './windows/mainWindow.ts';
import { saveFile } from './windows/saveFile.ts';

// ---- Before ready: what Chromium must know at its start -------------------------------------------------------------
const platform = readPlatform();
const userData = app.getPath('userData');
const log = createLog(join(userData, 'logs'));
// Where there is no policy of the system, one may be named for a trial; it takes nothing back from one that is there.
const policy = loadPolicy([platform.policyFile, process.env['PARLEY_POLICY_FILE'] ?? []].flat(), log);
const udpForbidden = policy?.udpForbidden === true;
const developmentServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
let window: MainWindow | null = null;

app.enableSandbox();
app.setAppUserModelId('org.parley.desktop');
registerAppScheme();
// Media keys belong to the music player, and automatic gain must not move the system's slider (RECIPES).
app.commandLine.appendSwitch(
  'disable-features',
  'HardwareMediaKeyHandling,MediaSessionService,WebRtcAllowInputVolumeAdjustment',
);
if (udpForbidden) app.commandLine.appendSwitch('webrtc-ip-handling-policy', withoutUdp);
hardenContents(log, developmentServer);

const command = readCommand(process.argv);
const commands = commandAddress(platform, userData);
const onlyMute = (outside: OutsideCommand): void => {
  // The talk key needs a call with push-to-talk, whose hook process listens at the socket itself.
  if (outside === 'toggle-mute') window?.tell('call.command', { kind: 'toggleMute' });
};
// `parley doctor` runs beside the program, so it has a profile of its own; there is nothing to keep in it.
const doctorCommand = readDoctorCommand(process.argv.slice(1), app.isPackaged);
if (command !== null) {
  forwardCommand(command, commands, log);
} else if (doctorCommand === 'help') {
  endWith(helpText, doctorExit.well);
} else if (doctorCommand === 'tooManyAddresses') {
  endWith(helpText, doctorExit.usage);
} else if (doctorCommand !== null) {
  const own = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
  app.setPath('userData', own);
  process.on('exit', () => rmSync(own, { recursive: true, force: true }));
  void app.whenReady().then(() => {
    const settings = createSettings(createSettingsFile(userData, () => new Date()));
    const secrets = createSecretStore({ loadKeytar, log });
    const logins = createLogins(settings, secrets, false);
    answerLogins(app, logins, log);
    const doctor = createDoctor(settings, createDialPorts(createExtraCa(settings), logins), logins, () => null);
    runDoctor({ command: doctorCommand, activeServer: settings.get().activeServer, doctor, log });
  });
} else if (takeSingleInstance(() => window?.reveal(), onlyMute)) {
  const settings = createSettings(createSettingsFile(userData, () => new Date()));
  for (const [name, value] of audioSwitches(settings.get().latency)) app.commandLine.appendSwitch(name, value);
  app
    .whenReady()
    .then(() => start(settings))
    .catch((error: unknown) => {
      // A program without a window must not stay behind.
      log.error('starting failed', { error });
      dialog.showErrorBox('Parley', `Parley cannot start. Its log says why: ${join(userData, 'logs')}`);
      app.exit(1);
    });
} else {
  app.quit();
}

// ---- Ready: services in the order in which they need each other -----------------------------------------------------
async function start(settings: SettingsService): Promise<void> {
  const secrets = createSecretStore({ loadKeytar, log });
  const logins = createLogins(settings, secrets, true);
  answerLogins(app, logins, log);
  const fetch = createNetFetch({ request: (options) => net.request(options), logins });
  const openBrowser = async (url: string): Promise<void> => {
    if (!(await openSignInPage(url, log))) throw new Error('The sign-in page has no safe address.');
  };
  const extraCa = createExtraCa(settings);
  const dialPorts = createDialPorts(extraCa, logins);
  const parley = createParleyBackend({
    fetch,
    openBrowser,
    openSocket: (url) => openSocket(dialPorts, url),
    explain: (address, error) => doctor.explain({ address, dialect: 'parley' }, error),
    now: Date.now,
    random: Math.random,
    program: `Parley (${hostname()})`.slice(0, 256),
    log,
  });
  const doctor = createDoctor(settings, dialPorts, logins, (server) => servers.connection(server));
  const network = (): string | null => describeNetwork(networkInterfaces(), getServers());
  const networkMemory = createNetworkMemory({
    folder: userData,
    network,
    now: Date.now,
    log,
  });
  const servers = createServers({
    explain: doctor.explain,
    backends: createDialectBackends({ fetch, openBrowser, now: Date.now }, parley),
    doctor: {
      ...createNetworkPorts([]),
      http: createHttpClient({ fetch, strange: notThisServer, limits: ticketLimits }),
      voiceFault: ({ href }) => doctor.fault(null, href),
      now: () => performance.now(),
    },
    secrets,
    settings,
    newId: () => crypto.randomUUID(),
    random: Math.random,
    onTransport: (mode) => window?.contents()?.setWebRTCIPHandlingPolicy(ipHandlingPolicyOf(mode, udpForbidden)),
    udpForbidden,
    policy: policy?.servers ?? anyServer,
    startWith: networkMemory.recall,
    log,
  });
  const devices = createDevices(settings);
  const processes = (): number[] => app.getAppMetrics().map(({ pid }) => pid);
  const inputGuard = createInputGuard({
    mixer: platform.name === 'linux' ? createPactlMixer({ processes }) : null,
    log,
  });
  const screens = createScreens({
    sources: (thumbnails) =>
      desktopCapturer.getSources({
        types: platform.wayland ? ['screen'] : ['screen', 'window'],
        thumbnailSize: thumbnails ? { width: 320, height: 200 } : { width: 0, height: 0 },
      }),
    systemPicker: platform.wayland,
    now: Date.now,
  });
  const act = createActions({
    command: (told) => window?.tell('call.command', told),
    devices,
    favourite: () => settings.get().favourite,
  });
  const hotkeys = createHotkeySupervisor({
    start: (source) =>
      forkHook({
        folder: import.meta.dirname,
        arguments: hookArguments({
          platform,
          source,
          commands,
          description: createTexts(settings.get().language, app.getLocale())('hotkeys.portal.talk'),
          talk: settings.get().talkBindings,
        }),
        renderer: () => window?.contents() ?? null,
      }),
    keySource: () => decideKeySource(platform, () => systemPreferences.isTrustedAccessibilityClient(false)),
    askPermission: () => void systemPreferences.isTrustedAccessibilityClient(true),
    shortcuts: createShortcuts({ registry: globalShortcut, onAction: act, now: Date.now }),
    settings,
    onPressed: act,
    onRecording: (binding) => window?.tell('hotkeys.recording', binding),
    now: Date.now,
    log,
  });
  const metered = createMeteredNetwork(platform, {
    network,
    wanted: () => settings.get().lowBandwidth === 'system',
  });
  const bandwidth = (): BandwidthView => bandwidthOf(settings.get().lowBandwidth, metered.get());
  const wakefulness = createWakefulness();
  const call = createSettable<CallSummary>(idleSummary);
  const calling = createSettable(false);
  call.onChanged((summary) => calling.set(!isOver(summary)));

  const quitting = createQuitting({
    call,
    ask() {
      window?.reveal();
      window?.tell('app.quitAsked', null);
    },
    quit: () => app.quit(),
    now: () => performance.now(),
  });

  const texts = (): Texts => createTexts(settings.get().language, app.getLocale());

  setApplicationMenu(platform, { label: texts()('tray.quit'), run: quitting.request });
  hardenSession({ screens, platform, developmentServer, log });
  serveAppScheme(join(import.meta.dirname, '../renderer'));
  const resources = join(app.getAppPath(), 'resources');
  const main = createMainWindow({
    page: developmentServer ?? appPage,
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    icon: join(resources, 'icons/parley-256.png'),
    settings,
    devTools: !app.isPackaged,
    staysWithoutWindow: platform.name === 'macos',
    quit: quitting.request,
    calling,
    onGone: () => call.set(idleSummary),
    log,
  });
  window = main;
  const tray = createTray({
    images: join(resources, 'tray'),
    platform,
    log,
    act(action) {
      if (action.kind === 'show') main.reveal();
      else if (action.kind === 'quit') quitting.request();
      else main.tell('call.command', action);
    },
  });
  const ipc = startIpc({
    guard: createSenderGuard({
      isOwnPage: (url) => isOwnPage(url, developmentServer),
      isOwnContents: (id) => main.contents()?.id === id,
    }),
    log,
    requests: createRequestHandlers({
      probe: async (probe) =>
        isOver(call.get()) ? { udp: false, tcp: false } : probeIce({ ...probe, udp: udpForbidden ? [] : probe.udp }),
      version: app.getVersion(),
      locale: app.getPreferredSystemLanguages()[0] ?? app.getLocale(),
      platform,
      settings,
      servers,
      doctor,
      hotkeys,
      devices,
      inputGuard,
      proxies: logins,
      policy,
      bandwidth,
      extraCa: extraCa.view.get,
      screens,
      quit: () => app.quit(),
      saveFile: (name, text) => saveFile(dialog, name, text),
      openLink: (url) => openExternalLink(url, log),
      onTested: (report) => main.tell('servers.tested', report),
    }),
    signals: {
      'call.summary': (summary) => {
        const interruptedCall = nextInterruptedCall(settings.get().interruptedCall, call.get(), summary);
        call.set(summary);
        if (interruptedCall !== undefined) settings.update({ interruptedCall });
      },
      'call.worked': ({ server, ways }) => networkMemory.remember(server, ways),
      'devices.present': (present) => devices.present(present),
      'doctor.finished': () => undefined,
      'app.ready': () => hotkeys.rendererReady(),
    },
  });

  // ---- What changes where --------------------------------------------------------------------------------------------
  const render = (): void => {
    const state = {
      profiles: settings.get().servers,
      sessions: servers.sessions(),
      channels: servers.channels(),
      call: call.get(),
    };
    tray.show(state, texts());
  };
  servers.onSession((change) => {
    main.tell('servers.changed', change);
    render();
  });
  servers.onChannels((change) => {
    main.tell('channels.changed', change);
    render();
  });
  servers.onModerated((moderation) => main.tell('call.moderated', moderation));
  settings.onChanged((next) => main.tell('settings.changed', next));
  logins.view.onChanged((proxies) => main.tell('proxies.changed', proxies));
  hotkeys.status.onChanged((status) => main.tell('hotkeys.changed', status));
  devices.selection.onChanged((selection) => {
    main.tell('devices.changed', selection);
    inputGuard.setInput(selection.input);
  });
  inputGuard.moved.onChanged((moved) => main.tell('devices.inputMoved', moved));
  for (const source of [settings, metered]) source.onChanged(() => main.tell('bandwidth.changed', bandwidth()));
  extraCa.view.onChanged((view) => main.tell('extraCa.changed', view));
  for (const source of [settings, call]) source.onChanged(render);
  call.onChanged((summary) => {
    hotkeys.setCall(summary);
    inputGuard.setCall(summary);
    wakefulness.setCall(summary);
  });
  const absence = watchAbsence({
    powerMonitor,
    buses: { system: platform.systemBus, session: platform.sessionBus },
    onChange({ kind, cause }) {
      if (kind === 'begins') hotkeys.releaseAll();
      main.tell('call.command', { kind: kind === 'begins' ? 'interrupt' : 'resumed', cause });
    },
  });
  render();

  // ---- Shutdown: in reverse ------------------------------------------------------------------------------------------
  leaveBeforeQuit(call, () => main.tell('call.command', { kind: 'leaveAll' }));
  app.on('before-quit', (event) => {
    if (!event.defaultPrevented) main.allowClose();
  });
  disposeOnQuit([servers, hotkeys, inputGuard, metered, wakefulness, absence, main, tray, ipc], log);

  await servers.start();
}

function createExtraCa(settings: SettingsService): ExtraCa {
  const extra = trustExtraCa({
    session: session.defaultSession,
    // Administrators name it in their policy or the environment; that counts before what a person chose.
    file: () =>
      decideExtraCaFile({
        policy: policy?.authorityFile,
        environment: process.env['PARLEY_CA_FILE'],
        settings: settings.get().authorityFile,
      }),
    log,
  });
  settings.onChanged(() => extra.reload());
  return extra;
}

/** How main's own connections go where Chromium's would, by the same proxies and the same further authorities. */
function createDialPorts(extra: ExtraCa, logins: ProxyLogins): DialPorts {
  return {
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    authorities: () => extra.authorities(),
    proxyAuthorization: (proxy) => logins.authorization(proxy),
  };
}

/** @param asks whether there is a window in which somebody can be asked */
function createLogins(settings: SettingsService, secrets: SecretStore, asks: boolean): ProxyLogins {
  const clearCache = (): Promise<void> => session.defaultSession.clearAuthCache();
  return createProxyLogins({ secrets, settings, tryLogin: tryProxyLogin, clearCache, asks, now: Date.now });
}

/** @param connection of a profile that is signed in; the command line has none */
function createDoctor(
  settings: SettingsService,
  dialPorts: DialPorts,
  logins: ProxyLogins,
  connection: ServersService['connection'],
): NetworkDoctor {
  return createNetworkDoctor({
    ...dialPorts,
    fetch: createNetFetch({ request: (options) => net.request(options), logins }),
    profiles: () => settings.get().servers,
    connection,
    udpForbidden,
    now: Date.now,
  });
}
