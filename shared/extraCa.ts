/** The file of further certificate authorities, as main sees it. */
export interface ExtraCaView {
  /** Null: there is none. */
  readonly file: string | null;
  /** Who names it; the earlier one counts. */
  readonly from: 'policy' | 'environment' | 'settings' | null;
  /** Why nothing of it is trusted: it cannot be read, or has no authority in it; null: it is in use. */
  readonly problem: 'unreadable' | 'noAuthority' | null;
}

export const noExtraCa: ExtraCaView = { file: null, from: null, problem: null };

/** Which file counts, of those that are named. */
export function decideExtraCaFile(named: {
  readonly policy: string | null | undefined;
  readonly environment: string | undefined;
  readonly settings: string | null;
}): Pick<ExtraCaView, 'file' | 'from'> {
  for (const from of ['policy', 'environment', 'settings'] as const) {
    const file = named[from] ?? '';
    if (file !== '') return { file, from };
  }
  return { file: null, from: null };
}
