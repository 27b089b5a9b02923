import type { Code } from '@parley/shared/backends/parley/codes';
import type { Envelope } from '@parley/shared/ipc/contract';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Select } from '../../components/fields.tsx';
import { Outcome } from './Outcome.tsx';
import { useList } from './useList.ts';
import { useRequest } from './useRequest.ts';

const uses = [1, 5, 25, 100] as const;

interface CodeRow {
  readonly id: string;
  readonly usesLeft: number;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/** Codes by which others come: made, told once, and revoked. What kind of code it is, the caller says. */
export function Codes(props: {
  /** How long one can be good for, s; the second is chosen at first. */
  readonly lives: readonly [number, number, ...number[]];
  readonly words: { readonly create: string; readonly made: string; readonly revoked: string };
  /** The same as long as it asks for the same. */
  readonly list: () => Promise<Envelope<readonly CodeRow[]>>;
  readonly create: (wish: { readonly uses: number; readonly seconds: number }) => Promise<Envelope<Code>>;
  readonly revoke: (id: string) => Promise<Envelope<null>>;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const { lives, words } = props;
  const request = useRequest();
  const [times, setTimes] = useState<number>(uses[0]);
  const [seconds, setSeconds] = useState<number>(lives[1]);
  const [code, setCode] = useState<Code | null>(null);
  const [copied, setCopied] = useState(false);
  const { list, failed, reload } = useList(props.list);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const create = (): void =>
    request.run(
      () => props.create({ uses: times, seconds }),
      words.made,
      (made) => {
        setCode(made);
        setCopied(false);
        reload();
      },
    );
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <>
      <div className="account-choices">
        <Select
          label={t('account.invitations.uses')}
          options={uses.map((count) => ({ id: String(count), label: t('account.invitations.people', { count }) }))}
          value={String(times)}
          onChange={(id) => setTimes(Number(id))}
        />
        <Select
          label={t('account.invitations.life')}
          options={lives.map((life) => ({
            id: String(life),
            label:
              life < 86_400
                ? t('account.invitations.hours', { count: life / 3_600 })
                : t('account.invitations.days', { count: life / 86_400 }),
          }))}
          value={String(seconds)}
          onChange={(id) => setSeconds(Number(id))}
        />
      </div>
      <div>
        <Button tone="normal" data-action="invite" isPending={request.busy} onPress={create}>
          {words.create}
        </Button>
      </div>
      {code !== null && (
        <div className="account-code" data-part="code">
          <output dir="ltr">{code.code}</output>
          <Button tone="normal" data-action="copy-code" onPress={() => copy(code.code)}>
            {t(copied ? 'technical.copied' : 'technical.copy')}
          </Button>
          <p className="small">{t('account.invitations.once')}</p>
        </div>
      )}
      <Outcome request={failed === null ? request : { ...request, failed }} />
      {list !== null && list.length > 0 && (
        <ul className="rows">
          {list.map(({ id, usesLeft, expiresAt }) => {
            const until = time.format(expiresAt);
            return (
              <li key={id}>
                <span className="account-row">
                  {t('account.invitations.left', { count: usesLeft })}
                  <small>{t('moderation.until', { time: until })}</small>
                </span>
                <Button
                  tone="normal"
                  data-action="revoke"
                  aria-label={t('account.invitations.revokeUntil', { time: until })}
                  onPress={() =>
                    request.run(
                      () => props.revoke(id),
                      words.revoked,
                      () => {
                        if (code?.id === id) setCode(null);
                        reload();
                      },
                    )
                  }
                >
                  {t('account.invitations.revoke')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
