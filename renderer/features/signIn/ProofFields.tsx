import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { proofKind, proofNeeds, type Proof, type ProofKind } from '@parley/shared/backends/dialects/proof';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';

/** What a person gives to sign in, while it is being typed. It is used once and kept nowhere. */
export interface ProofForm {
  readonly kind: ProofKind;
  readonly secret: string;
  /** Nothing was typed. */
  readonly isEmpty: boolean;
  /** The secret is needed, and not there. */
  readonly isMissing: boolean;
  readonly needs: ReturnType<typeof proofNeeds>;
  setSecret(secret: string): void;
  /** Null while something is missing. */
  proofOf(login: string): Proof | null;
  clear(): void;
}

export function useProof(profile: Pick<DialectProfile, 'dialect'>): ProofForm {
  // Nothing else of a profile decides it.
  const kind = proofKind(profile as DialectProfile);
  const needs = proofNeeds(profile as DialectProfile);

  const [secret, setSecret] = useState('');
  const isMissing = needs.secret && secret === '';
  return {
    kind,
    secret,
    isEmpty: secret === '',
    isMissing,
    needs,
    setSecret,
    clear: () => setSecret(''),
    proofOf(login) {
      if (kind === 'browser') return { kind };
      if (isMissing || (needs.login && login === '')) return null;
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
      if (!proof.needs.secret) return null;
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
