import { sceneIds } from '../sceneIds.ts';
import type { Scene } from '../scene.ts';
import { accountScenes } from './account.ts';
import { buttonScenes } from './buttons.tsx';
import { callScenes } from './call.ts';
import { channelScenes } from './channels.ts';
import { commandScenes } from './commands.ts';
import { connectionScenes } from './connection.ts';
import { doctorScenes } from './doctor.ts';
import { proxyScenes } from './proxies.ts';
import { fieldScenes } from './fields.tsx';
import { firstRunScenes } from './firstRun.ts';
import { instrumentScenes } from './instruments.tsx';
import { messageScenes } from './messages.tsx';
import { microphoneScenes } from './microphone.ts';
import { miniScenes } from './mini.tsx';
import { moderationScenes } from './moderation.ts';
import { noticeScenes } from './notices.ts';
import { screenScenes } from './screens.ts';
import { serverScenes } from './servers.ts';
import { settingsScenes } from './settings.ts';
import { signInScenes } from './signIn.ts';
import { tileScenes } from './tiles.tsx';

export type SceneGroup = keyof typeof sceneIds;

/** Every scene: components on sheets, and the screens of the whole program. */
export const scenes: Readonly<Record<SceneGroup, readonly Scene[]>> = {
  components: [...buttonScenes, ...instrumentScenes, ...tileScenes, ...fieldScenes, ...messageScenes],
  screens: [
    ...signInScenes,
    ...firstRunScenes,
    ...channelScenes,
    ...callScenes,
    ...microphoneScenes,
    ...connectionScenes,
    ...screenScenes,
    ...noticeScenes,
    ...settingsScenes,
    ...serverScenes,
    ...doctorScenes,
    ...proxyScenes,
    ...moderationScenes,
    ...accountScenes,
    ...commandScenes,
    ...miniScenes,
  ],
};

/** Throws where `sceneIds.ts` and the tables differ: tests go by the former, pictures by the latter. */
export function checkSceneIds(): void {
  for (const group of ['components', 'screens'] as const) {
    const shown = scenes[group].map(({ id }) => id);
    const told: readonly string[] = sceneIds[group];
    const wrong = [
      ...shown.filter((id, index) => !told.includes(id) || shown.indexOf(id) !== index),
      ...told.filter((id) => !shown.includes(id)),
    ];
    if (wrong.length > 0) throw new Error(`gallery/sceneIds.ts and the tables differ in ${group}: ${wrong.join(', ')}`);
  }
}
