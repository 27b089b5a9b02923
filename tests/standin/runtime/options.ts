import { notPlayed } from './notPlayed.ts';

interface Options {
  /** Options that have their effect here. */
  readonly played?: readonly string[];
  /** Options of which only these values are played. */
  readonly only?: Readonly<Record<string, readonly unknown[]>>;
  /** Options that are taken and have no effect. README.md names them all, which a test sees to. */
  readonly accepted?: readonly string[];
}

/** The options of every call of the double that takes some; others throw. */
export const options = {
  BrowserWindow: {
    played: ['x', 'y', 'width', 'height', 'show', 'title', 'webPreferences'],
    accepted: ['minWidth', 'minHeight', 'icon', 'autoHideMenuBar', 'backgroundColor'],
  },
  webPreferences: {
    played: ['preload'],
    only: {
      sandbox: [true],
      contextIsolation: [true],
      nodeIntegration: [false],
      nodeIntegrationInWorker: [false],
      nodeIntegrationInSubFrames: [false],
      webviewTag: [false],
      webSecurity: [true],
      autoplayPolicy: ['no-user-gesture-required'],
    },
    accepted: ['backgroundThrottling', 'devTools', 'navigateOnDragDrop', 'spellcheck'],
  },
  MenuItem: {
    played: ['label', 'enabled', 'checked', 'click'],
    only: { type: ['normal', 'separator', 'checkbox'] },
  },
  'scheme privileges': {
    only: { standard: [true], secure: [true], supportFetchAPI: [true] },
    accepted: ['codeCache'],
  },
  'utilityProcess.fork': {
    played: ['serviceName', 'env', 'cwd'],
    only: { stdio: ['pipe', 'ignore', 'inherit'] },
  },
  'desktopCapturer.getSources': {
    played: ['types'],
    only: { fetchWindowIcons: [false] },
    accepted: ['thumbnailSize'],
  },
  'net.fetch': {
    played: ['method', 'headers', 'body', 'signal', 'redirect'],
    only: { credentials: ['omit'], cache: ['no-store'] },
  },
  'net.request': {
    played: ['url', 'method', 'redirect'],
    only: { credentials: ['omit'], cache: ['no-store'] },
  },
  'dialog.showSaveDialog': { accepted: ['defaultPath'] },
  'display media streams': { played: ['video'] },
} satisfies Record<string, Options>;

/** Throws for the first option, or value of one, that is not played. What is `undefined` is not given. */
export function checkOptions(name: keyof typeof options, given: object): void {
  const { played = [], only = {}, accepted = [] }: Options = options[name];
  for (const [key, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined || played.includes(key) || accepted.includes(key)) continue;
    if (!Object.hasOwn(only, key)) throw notPlayed(`the option ${key} of ${name}`);
    if (!only[key]?.includes(value)) throw notPlayed(`${key}: ${JSON.stringify(value)} of ${name}`);
  }
}
