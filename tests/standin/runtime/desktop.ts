import { readFileSync } from 'node:fs';
import { StrictEmitter } from './emitter.ts';
import { notPlayed, refuseMore, strict } from './notPlayed.ts';
import { checkOptions } from './options.ts';
import { windows } from './windows.ts';

// What belongs to the desktop around the program. Recorded where a test can look, triggered by `click` and `emit`.

class NativeImage {
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  isEmpty(): boolean {
    return this.bytes.length === 0;
  }

  toPNG(): Buffer {
    return this.bytes;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.bytes.toString('base64')}`;
  }
}

export const nativeImage = strict('nativeImage', {
  createFromPath(path: string) {
    try {
      return strict('NativeImage', new NativeImage(readFileSync(path)));
    } catch {
      return strict('NativeImage', new NativeImage(Buffer.alloc(0)));
    }
  },
  createEmpty: () => strict('NativeImage', new NativeImage(Buffer.alloc(0))),
});

interface ItemTemplate {
  readonly label?: string;
  readonly type?: 'normal' | 'separator' | 'checkbox';
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly click?: (item: object, window: object | undefined, event: object) => void;
}

class MenuItem {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  checked: boolean;
  private readonly does: ItemTemplate['click'];

  constructor(template: ItemTemplate) {
    checkOptions('MenuItem', template);
    this.label = template.label ?? '';
    this.type = template.type ?? 'normal';
    this.enabled = template.enabled !== false;
    this.checked = template.checked === true;
    this.does = template.click;
  }

  /** What a click of a person does. */
  click(): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.does?.(this, undefined, {});
  }
}

export class Menu {
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  /** The menu of the application: Parley gives it on macOS only, and here there is none. */
  static setApplicationMenu(menu: Menu | null): void {
    if (menu !== null) throw notPlayed('an application menu');
  }

  static buildFromTemplate(template: readonly ItemTemplate[]): Menu {
    return strict('Menu', new Menu(template.map((item) => strict('MenuItem', new MenuItem(item)))));
  }
}

export class Tray extends StrictEmitter {
  image: NativeImage;
  toolTip = '';
  menu: Menu | null = null;
  private dead = false;

  constructor(image: NativeImage, ...more: readonly unknown[]) {
    super('Tray');
    refuseMore('a tray with a GUID', more);
    if (image.isEmpty()) throw new Error('Electron stand-in: a tray without a picture (Electron shows an empty place)');
    this.image = image;
  }

  setImage(image: NativeImage): void {
    if (image.isEmpty()) throw new Error('Electron stand-in: a tray without a picture (Electron shows an empty place)');
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }

  destroy(): void {
    this.dead = true;
  }

  isDestroyed(): boolean {
    return this.dead;
  }
}

/** Triggered by tests: `powerMonitor.emit('suspend')`. */
export const powerMonitor = new StrictEmitter('powerMonitor');

const blockers = new Set<number>();
let blockerCount = 0;
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type: string) {
    if (type !== 'prevent-app-suspension') throw notPlayed(`powerSaveBlocker.start('${type}')`);
    blockerCount += 1;
    blockers.add(blockerCount);
    return blockerCount;
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
});

const taken = new Map<string, () => void>();
/** Taken from nobody: there is no desktop whose keys these would be. */
export const globalShortcut = strict('globalShortcut', {
  register(accelerator: string, callback: () => void) {
    if (taken.has(accelerator)) return false;
    taken.set(accelerator, callback);
    return true;
  },
  unregister: (accelerator: string) => void taken.delete(accelerator),
  isRegistered: (accelerator: string) => taken.has(accelerator),
});

const area = { x: 0, y: 0, width: 1600, height: 1000 };
export const screen = strict('screen', {
  getAllDisplays: () => [strict('Display', { id: 1, bounds: area, workArea: area, scaleFactor: 1 })],
});

/** What was shown and opened, oldest first. */
export const shown = { errors: [] as { title: string; content: string }[], links: [] as string[] };
export const dialog = strict('dialog', {
  showErrorBox(title: string, content: string) {
    shown.errors.push({ title, content });
    console.error(`${title}: ${content}`);
  },
  /** A person who cancels; a spec puts another function in its place, as it would in Electron. */
  async showSaveDialog(options: object): Promise<{ canceled: boolean; filePath: string }> {
    checkOptions('dialog.showSaveDialog', options);
    return { canceled: true, filePath: '' };
  },
});
export const shell = strict('shell', {
  async openExternal(url: string, ...more: readonly unknown[]) {
    refuseMore('openExternal with options', more);
    shown.links.push(url);
  },
});
export const systemPreferences = strict('systemPreferences', {
  isTrustedAccessibilityClient: () => true,
  askForMediaAccess: async () => true,
  getMediaAccessStatus: () => 'granted',
});

/** The whole screen and the program's own windows. Chromium decides by its switches what is really captured (README). */
export const desktopCapturer = strict('desktopCapturer', {
  async getSources(options: { readonly types: readonly string[] }) {
    checkOptions('desktopCapturer.getSources', options);
    const { types } = options;
    const source = (id: string, name: string) =>
      strict('DesktopCapturerSource', {
        id,
        name,
        display_id: '',
        thumbnail: nativeImage.createEmpty(),
        appIcon: null,
      });
    return [
      ...(types.includes('screen') ? [source('screen:0:0', 'Entire screen')] : []),
      ...(types.includes('window')
        ? [...windows.values()].map((window) => source(`window:${window.id}:0`, window.getTitle()))
        : []),
    ];
  },
});
