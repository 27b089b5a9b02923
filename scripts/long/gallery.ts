import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { allScenes } from '../../tests/gallery/scenes.ts';
import { addUp, countStage, readPlaywright, type Count } from '../test/counts.ts';

/** So many scenes are looked at before what came of it is stored: minutes, and the gallery is built for each time. */
const atOnce = 12;

/** Looks at every scene in every combination. `file` keeps what is done; a second start goes on there. */
export function lookAtGallery(root: string, file: string): Count {
  const done: Record<string, Count> = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Count>)
    : {};
  for (let first = 0; first < allScenes.length; first += atOnce) {
    const names = allScenes.slice(first, first + atOnce).join(',');
    if (done[names] !== undefined) continue;
    const count = lookAt(root, names, `${file}.report`);
    done[names] = count;
    writeFileSync(`${file}.new`, `${JSON.stringify(done, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    console.log(
      `${count.failed === 0 ? '✓' : '✗'} scenes ${first + 1} to ${first + count.passed + count.failed} of ${allScenes.length}`,
    );
  }
  return addUp(Object.values(done));
}

function lookAt(root: string, scenes: string, report: string): Count {
  rmSync(report, { force: true });
  const { status } = spawnSync(
    'playwright',
    ['test', '--config', 'tests/gallery/playwright.config.ts', 'scenes.spec'],
    {
      cwd: root,
      env: { ...process.env, PARLEY_GALLERY: 'full', PARLEY_GALLERY_SCENES: scenes, PARLEY_E2E_REPORT: report },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  return countStage(status, () => readPlaywright(readFileSync(report, 'utf8')));
}
