import { writeFile } from 'node:fs/promises';
import { err, ok, type Result } from '@parley/shared/result';

/** The part of Electron's `dialog` that is used. */
interface SaveDialog {
  showSaveDialog(options: { defaultPath: string }): Promise<{ canceled: boolean; filePath: string }>;
}

/**
 * Asks where to, and writes a file that only the person may read. `cancelled` when they chose no place; `unavailable`,
 * `fileNotWritten` when the disk did not take it, with the system's name for why.
 */
export async function saveFile(dialog: SaveDialog, suggestedName: string, text: string): Promise<Result<void>> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: suggestedName });
  if (canceled || filePath === '') return err({ code: 'cancelled', message: 'No place was chosen.' });
  try {
    await writeFile(filePath, text, { mode: 0o600 });
    return ok(undefined);
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return err({ code: 'unavailable', reason: 'fileNotWritten', message: `The file was not written (${cause}).` });
  }
}
