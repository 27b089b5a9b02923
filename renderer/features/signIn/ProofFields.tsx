import type { Proof, ProofKind } from '@parley/shared/backends/dialects/proof';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';

/** What a person gives to sign in, while it is being typed. It is used once and kept nowhere. */
export interface ProofForm {
  readonly kind: ProofKind;
  readonly secret: string;
  readonly isEmpty: boolean;
  setSecret(secret: string): void;
  /** Null while something is missing. */
  proofOf(login: string): Proof | null;
  clear(): void;
}

export function useProof(kind: ProofKind): ProofForm {
  const [secret, setSecret] = useState('');
  return {
    kind,
    secret,
    isEmpty: secret === '',
    setSecret,
    clear: () => setSecret(''),
    proofOf(login) {
      if (kind === 'browser') return { kind };
      if (secret === '' || (kind === 'password' && login === '')) return null;
      return kind === 'password' ? { kind, login, password: secret } : { kind, bearer: secret };
    },
  };
}

/** The secret part; the login belongs to the profile. */
export function ProofFields({
  proof,
  problem,
}: {
  readonly proof: ProofForm;
  readonly problem?: string | undefined;
}): ReactElement | null {
  const { t } = useTranslation();
  switch (proof.kind) {
    case 'browser':
      return null;
    case 'password':
      return (
        <TextField
          label={t('signIn.password')}
          value={proof.secret}
          onChange={proof.setSecret}
          type="password"
          autoComplete="current-password"
          problem={problem}
        />
      );
    case 'bearer':
      return (
        <TextField
          label={t('signIn.token')}
          hint={t('signIn.tokenHint')}
          value={proof.secret}
          onChange={proof.setSecret}
          type="password"
          autoComplete="off"
          maxLength={16_384}
          problem={problem}
        />
      );
  }
}
