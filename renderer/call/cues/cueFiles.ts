import { err, ok, type Result } from '@parley/shared/result';
import { cueNames, type CueName } from '../callView.ts';

/** The person's own sounds in the place of Parley's, kept in this window's database: they may be too large for settings. */
export interface CueFiles {
  /** Decoded; null where there is none of one's own. */
  get(cue: CueName): Promise<AudioBuffer | null>;
  /** Which are one's own. */
  own(): Promise<readonly CueName[]>;
  /** Errors: `notSound` (nothing that can be played), `soundTooLong` (more than 5 s or 4 MB). */
  replace(cue: CueName, file: Blob): Promise<Result<void>>;
  reset(cue: CueName): Promise<void>;
}

/** s */
const longest = 5;
const largest = 4 * 1024 * 1024;
const store = 'cues';

export function createCueFiles(database: IDBFactory): CueFiles {
  let opened: Promise<IDBDatabase> | null = null;
  const decoded = new Map<CueName, AudioBuffer | null>();

  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise((resolve, reject) => {
      const request = database.open('parley', 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store));
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('the database does not open')));
    });
    return opened;
  };
  const ask = async <T>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const request = work((await open()).transaction(store, mode).objectStore(store));
    return new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')));
    });
  };

  return {
    async get(cue) {
      const known = decoded.get(cue);
      if (known !== undefined) return known;
      const bytes: unknown = await ask('readonly', (files) => files.get(cue));
      const sound = bytes instanceof ArrayBuffer ? await decode(bytes).catch(() => null) : null;
      decoded.set(cue, sound);
      return sound;
    },
    async own() {
      const keys = await ask('readonly', (files) => files.getAllKeys());
      return cueNames.filter((name) => keys.includes(name));
    },
    async replace(cue, file) {
      if (file.size > largest) return err({ code: 'invalid', reason: 'soundTooLong', message: `${file.size} bytes` });
      const bytes = await file.arrayBuffer();
      try {
        const sound = await decode(bytes.slice(0));
        if (sound.duration > longest) {
          return err({ code: 'invalid', reason: 'soundTooLong', message: `${sound.duration.toFixed(1)} s` });
        }
        await ask('readwrite', (files) => files.put(bytes, cue));
        decoded.set(cue, sound);
        return ok(undefined);
      } catch (thrown) {
        const name = thrown instanceof Error ? thrown.name : 'unknown';
        return err({ code: 'invalid', reason: 'notSound', message: `decodeAudioData: ${name}` });
      }
    },
    async reset(cue) {
      await ask('readwrite', (files) => files.delete(cue));
      decoded.delete(cue);
    },
  };
}

/** Without an output: decoding needs a context, and no device. */
const decode = (bytes: ArrayBuffer): Promise<AudioBuffer> =>
  new OfflineAudioContext(2, 1, 48_000).decodeAudioData(bytes);
