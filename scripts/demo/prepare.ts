import { openFolder, type DemoFolder } from './folder.ts';
import { lockFolder } from './lock.ts';
import { serverPort } from './ports.ts';
import type { Report } from './report.ts';

/** What the demo has to itself before it starts anything. */
export interface Prepared {
  readonly folder: DemoFolder;
  /** Of Parley server. */
  readonly port: number;
  /** Lets the folder go. */
  readonly unlock: () => void;
}

/** Rejects with one clear line where another demo runs or the port is in use; the report has it as the failed set-up. */
export async function prepare(root: string, asked: number | null, report: Report | null): Promise<Prepared> {
  try {
    const folder = openFolder(root);
    const unlock = await lockFolder(folder.path);
    try {
      return { folder, port: await serverPort(asked), unlock };
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    await report?.step('set up', () => Promise.reject(error));
    throw error;
  }
}
