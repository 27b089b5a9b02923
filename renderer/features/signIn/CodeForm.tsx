import type { Envelope } from '@parley/shared/ipc/contract';
import { Server } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Outcome } from '../account/Outcome.tsx';
import { useRequest } from '../account/useRequest.ts';

/** Where, and the code that somebody was given. */
interface Given {
  readonly address: string;
  readonly code: string;
}

interface Ask {
  readonly ask: () => Promise<Envelope<unknown>>;
  /** What is told when it was done; null where the screen changes by itself. */
  readonly done: string | null;
  /** Empties the other fields. */
  readonly after?: () => void;
}

/** What takes a code of a server instead of a password: the address, the code, and the fields of the caller. */
export function CodeForm(props: {
  readonly part: string;
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly code: string;
    readonly codeHint?: string;
    readonly submit: string;
  };
  readonly address: string;
  /** Null while one of the caller's fields is not right. */
  readonly decide: (given: Given) => Ask | null;
  /** `missing`: the words under a field that is not there, once it was asked for. */
  readonly children: (state: {
    readonly asked: boolean;
    readonly missing: (there: boolean) => string | undefined;
  }) => ReactNode;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { words } = props;
  const title = useId();
  const request = useRequest();
  const [address, setAddress] = useState(props.address);
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const given = { address, code: code.trim() };
  const missing = (there: boolean): string | undefined => (asked && !there ? t('signUp.missing') : undefined);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    const decided = props.decide(given);
    if (decided === null || given.address === '' || given.code === '') return;
    request.run(decided.ask, decided.done, () => {
      decided.after?.();
      setCode('');
      setAsked(false);
    });
  };
  const over = request.done !== null;
  return (
    <main className="sign-in-stage">
      <form
        className="sign-in"
        data-part={props.part}
        noValidate
        aria-labelledby={title}
        aria-busy={request.busy}
        onSubmit={submit}
      >
        <Mark size={44} />
        <h1 id={title}>{words.title}</h1>
        <p className="quiet">{words.lead}</p>
        <TextField
          label={t('signIn.address')}
          hint={t('signIn.addressHint')}
          value={address}
          onChange={setAddress}
          autoComplete="url"
          inputMode="url"
          autoFocus={props.address === ''}
          problem={missing(given.address !== '')}
          icon={<Server className="icon" size={16} aria-hidden />}
        />
        <TextField
          label={words.code}
          hint={words.codeHint}
          value={code}
          onChange={setCode}
          autoComplete="off"
          ltr
          maxLength={256}
          autoFocus={props.address !== ''}
          problem={missing(given.code !== '')}
        />
        {props.children({ asked, missing })}
        <Outcome request={request} />
        <Button type="submit" tone={over ? 'normal' : 'primary'} wide isPending={request.busy}>
          {request.busy ? t('signIn.busy') : words.submit}
        </Button>
        <Button tone={over ? 'primary' : 'plain'} data-action="back" onPress={props.onBack}>
          {t('signUp.back')}
        </Button>
      </form>
    </main>
  );
}
