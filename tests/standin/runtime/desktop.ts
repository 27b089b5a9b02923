import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { strict } from './notPlayed.ts';
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

  static buildFromTemplate(template: readonly ItemTemplate[]): Menu {
    return new Menu(template.map((item) => new MenuItem(item)));
  }
}

export class Tray extends EventEmitter {
  image: NativeImage;
  toolTip = '';
  menu: Menu | null = null;
  private dead = false;

  constructor(image: NativeImage) {
    super();
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
export const powerMonitor = strict('powerMonitor', new EventEmitter());

const blockers = new Set<number>();
let blockerCount = 0;
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start() {
    blockerCount += 1;
    blockers.add(blockerCount);
    return blockerCount;
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
});

const area = { x: 0, y: 0, width: 1600, height: 1000 };
export const screen = strict('screen', {
  getAllDisplays: () => [{ id: 1, bounds: area, workArea: area, scaleFactor: 1 }],
});

/** What was shown and opened, oldest first. */
export const shown = { errors: [] as { title: string; content: string }[], links: [] as string[] };
export const dialog = strict('dialog', {
  showErrorBox(title: string, content: string) {
    shown.errors.push({ title, content });
    console.error(`${title}: ${content}`);
  },
});
export const shell = strict('shell', {
  async openExternal(url: string) {
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
  async getSources({ types }: { readonly types: readonly string[] }) {
    const source = (id: string, name: string) => ({
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
