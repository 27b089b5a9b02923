import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the gallery calls its scenes. Read as text: nothing imports the gallery, tests of it neither. */
const table = readFileSync(join(import.meta.dirname, '../../renderer/gallery/sceneIds.ts'), 'utf8');
const [, components = '', screens = ''] = /components: \[(.*?)\].*screens: \[(.*?)\]/s.exec(table) ?? [];
const idsIn = (text: string): readonly string[] => Array.from(text.matchAll(/'([^']+)'/g), ([, id = '']) => id);

/** Samples of components on sheets. */
export const componentScenes = idsIn(components);
/** The whole program in a state. */
export const screenScenes = idsIn(screens);
export const allScenes: readonly string[] = [...componentScenes, ...screenScenes];

/** Names and keys that somebody made up to see what happens. */
export const hostileScenes = allScenes.filter((id) => /hostile|-long/.test(id));

/** Kept as pictures, for people to look at: one of each kind. */
export const picturedScenes: readonly string[] = [
  ...['buttons', 'fields', 'tiles-hostile', 'notices'],
  ...['sign-in-empty', 'sign-in-wrongCredentials', 'first-run-microphone-heard', 'first-run-key'],
  ...['channels', 'channels-400', 'channels-hostile-names', 'no-key'],
  ...[
    'call-1',
    'call-5',
    'call-13',
    'call-200',
    'microphone-open',
    'microphone-muted-self',
    'microphone-trouble-refused',
  ],
  ...['reconnecting', 'call-failed-mediaBlocked', 'connection-page', 'screen-1', 'screen-picker-3', 'notices-stack'],
  ...['settings-talk', 'settings-sound', 'palette', 'mini-speaking'],
];
