import { isBuiltin } from 'node:module';
import type { Import, Source } from './readSource.ts';

/** A rule of DESIGN.md §1. */
interface Rule {
  readonly says: string;
  /** The folders or files that it is about. */
  readonly within: readonly string[];
  /** Folders or files in these that it is not about. */
  readonly except?: readonly string[];
  /** What breaks it, as a person would look for it; empty when nothing does. */
  readonly broken: (source: Source) => readonly string[];
  /** Tests reach into what they test and into `tests/`; some rules count for them all the same. */
  readonly forTests?: true;
}

const all = ['electron/', 'renderer/', 'shared/', 'server/', 'scripts/', 'tests/', 'bench/', 'deploy/'];
const product = ['electron/', 'renderer/', 'shared/', 'server/src/'];
const react = [
  'react',
  'react-dom',
  'react-i18next',
  'react-aria-components',
  'lucide-react',
  '@livekit/components-react',
];

export const rules: readonly Rule[] = [
  {
    says: 'what is shared imports only what is shared, zod, and a table of Unicode',
    within: ['shared/'],
    broken: importing((one) =>
      one.isPackage ? !packageIn('zod', 'unhomoglyph')(one) : !one.target.startsWith('shared/'),
    ),
  },
  {
    says: 'the renderer imports only itself and what is shared',
    within: ['renderer/'],
    broken: importing(pathOutside('renderer/', 'shared/')),
  },
  {
    says: 'the renderer has neither Electron nor Node',
    within: ['renderer/'],
    broken: importing((one) => packageIn('electron')(one) || isOfNode(one)),
  },
  {
    says: 'the call knows no React',
    within: ['renderer/call/'],
    broken: importing((one) => packageIn(...react)(one) || pathIn('renderer/features/', 'renderer/components/')(one)),
  },
  {
    says: 'the interface takes only types from livekit-client',
    within: ['renderer/features/', 'renderer/components/'],
    broken: importing((one) => packageIn('livekit-client')(one) && !one.typeOnly),
  },
  {
    says: 'main imports only what is in electron and what is shared',
    within: ['electron/'],
    broken: importing((one) => pathOutside('electron/', 'shared/')(one) || packageIn(...react, 'livekit-client')(one)),
  },
  {
    says: 'the preload imports only Electron and what is shared',
    within: ['electron/preload/'],
    broken: importing(
      (one) => pathOutside('electron/preload/', 'shared/')(one) || (one.isPackage && !packageIn('electron')(one)),
    ),
  },
  {
    says: 'the server imports only itself and what is shared',
    within: ['server/src/'],
    broken: importing(
      (one) => pathOutside('server/', 'shared/')(one) || packageIn('electron', ...react, 'livekit-client')(one),
    ),
  },
  {
    says: 'nothing imports the gallery',
    within: all,
    except: ['renderer/gallery/'],
    broken: importing(pathIn('renderer/gallery/')),
    forTests: true,
  },
  {
    says: 'nothing imports a benchmark',
    within: all,
    except: ['bench/'],
    broken: importing(pathIn('bench/')),
    forTests: true,
  },
  {
    says: 'only ipc/ touches ipcMain, or the one of a window',
    within: product,
    except: ['electron/main/ipc/'],
    broken: ({ names, reads }) => [
      ...[...names].filter((name) => name === 'ipcMain'),
      ...[...reads].filter((read) => /\.ipc$|^ipc\.(?:handle|on|once|addListener)/.test(read)),
    ],
  },
  {
    says: 'only the preload touches ipcRenderer',
    within: product,
    except: ['electron/preload/'],
    broken: naming('ipcRenderer'),
  },
  {
    says: 'only externalLinks.ts opens something outside',
    within: product,
    except: ['electron/main/security/externalLinks.ts'],
    broken: naming('openExternal'),
  },
  {
    says: 'only platform/ asks for the platform',
    within: product,
    except: ['electron/main/platform/'],
    broken: reading(/^(?:process|os)\.platform$/),
  },
  {
    says: 'only renderer/desktop touches window.desktop',
    within: ['renderer/'],
    except: ['renderer/desktop/'],
    broken: reading(/^(?:window|globalThis|self|parent|top)\.desktop$/),
  },
];

/** What a source breaks, each with the rule. */
export function violations(source: Source): readonly string[] {
  // What cannot be read cannot be judged.
  if (source.error !== null) return [`${source.path}: ${source.error}`];
  return rules
    .filter(({ within, except = [], forTests }) => {
      const isIn = (folder: string): boolean => source.path.startsWith(folder);
      return within.some(isIn) && !except.some(isIn) && (forTests === true || !isTest(source.path));
    })
    .flatMap(({ says, broken }) => broken(source).map((what) => `${source.path}: ${what} (${says})`));
}

const isTest = (path: string): boolean =>
  /\.(test|fixture)\.tsx?$/.test(path) || path.startsWith('renderer/call/testing/');

function importing(what: (imported: Import) => boolean): Rule['broken'] {
  return ({ imports }) => imports.filter(what).map(({ target }) => `imports ${target}`);
}

function naming(name: string): Rule['broken'] {
  return ({ names }) => (names.has(name) ? [name] : []);
}

function reading(what: RegExp): Rule['broken'] {
  return ({ reads }) => [...reads].filter((read) => what.test(read));
}

function packageIn(...names: readonly string[]): (imported: Import) => boolean {
  return ({ target, isPackage }) => isPackage && names.some((name) => target === name || target.startsWith(`${name}/`));
}

/** A folder's own name is in it as well: `./gallery` may be its index. */
function pathIn(...folders: readonly string[]): (imported: Import) => boolean {
  return ({ target, isPackage }) => !isPackage && folders.some((folder) => `${target}/`.startsWith(folder));
}

function pathOutside(...folders: readonly string[]): (imported: Import) => boolean {
  return (imported) => !imported.isPackage && !pathIn(...folders)(imported);
}

const isOfNode = ({ target, isPackage }: Import): boolean => isPackage && isBuiltin(target);
