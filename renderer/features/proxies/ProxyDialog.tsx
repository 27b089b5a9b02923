import type { ProxyQuestion } from '@parley/shared/proxies/proxyLogin';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { proxyAddress } from './proxyAddress.ts';

/** The network's proxy wants a name and a password. They go to main once, which keeps them in the vault. */
export function ProxyDialog(): ReactElement | null {
  const question = useDesktopState(({ proxies }) => proxies.question);
  return question === null ? null : <Question key={question.id} question={question} />;
}

function Question({ question }: { readonly question: ProxyQuestion }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  // A name ends at its colon on the way to the proxy (RFC 7617 §2).
  const colon = name.includes(':');
  const close = (): void => void desktop.proxies.answer(question.id, null);
  const give = (event: FormEvent): void => {
    event.preventDefault();
    if (name !== '' && !colon) void desktop.proxies.answer(question.id, { name, password });
  };
  return (
    <StageDialog
      part="proxy-question"
      title={t('proxy.title')}
      onClose={close}
      footer={
        <>
          <Button
            type="submit"
            form="proxy-login"
            tone="primary"
            data-action="give-proxy-login"
            isDisabled={name === '' || colon}
          >
            {t('proxy.give')}
          </Button>
          <Button tone="normal" data-action="no-proxy-login" onPress={close}>
            {t('proxy.without')}
          </Button>
        </>
      }
    >
      <form id="proxy-login" className="stack" onSubmit={give}>
        <p>
          {t('proxy.what')} <b dir="ltr">{proxyAddress(question)}</b>
        </p>
        {question.realm !== '' && (
          <p className="small">
            {t('proxy.realm')} <bdi>{question.realm}</bdi>
          </p>
        )}
        {question.refused && (
          <Notice tone="error" reason="proxyLogin">
            {t('proxy.refused')}
          </Notice>
        )}
        <TextField
          label={t('proxy.name')}
          value={name}
          onChange={setName}
          autoComplete="username"
          problem={colon ? t('proxy.colon') : undefined}
        />
        <TextField
          label={t('proxy.password')}
          hint={t('proxy.kept')}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
        />
      </form>
    </StageDialog>
  );
}
