import { Plus, X } from 'lucide-react';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { Choice, Select, TextField, Toggle } from '../../components/fields.tsx';
import { expiryUnits, nextKey, parleySignIn, type BearerDraft, type FieldRow } from './profileDraft.ts';

type Problem = (place: string) => string | undefined;

/** How one comes by the bearer token of a foreign server. */
export function BearerFields({
  bearer,
  problem,
  onChange,
}: {
  readonly bearer: BearerDraft;
  readonly problem: Problem;
  readonly onChange: (bearer: BearerDraft) => void;
}): ReactElement {
  const { t } = useTranslation();
  const change = (part: Partial<BearerDraft>): void => onChange({ ...bearer, ...part });
  return (
    <>
      <Choice
        label={t('bearer.kind')}
        options={(['pasted', 'browser', 'request'] as const).map((id) => ({
          id,
          label: t(`bearer.${id}.name`),
          hint: t(`bearer.${id}.hint`),
        }))}
        value={bearer.kind}
        onChange={(kind) => change({ kind })}
      />
      {bearer.kind === 'browser' && (
        <>
          {(['authorizeUrl', 'tokenUrl', 'clientId', 'scope'] as const).map((name) => (
            <TextField
              key={name}
              label={t(`bearer.${name}`)}
              {...(name === 'authorizeUrl' ? { hint: t('bearer.urlHint') } : {})}
              {...(name === 'scope' ? { hint: t('bearer.scopeHint') } : {})}
              value={bearer[name]}
              onChange={(value) => change({ [name]: value })}
              autoComplete="off"
              maxLength={2048}
              ltr
              problem={problem(`bearer.${name}`)}
            />
          ))}
        </>
      )}
      {bearer.kind === 'request' && <RequestFields bearer={bearer} problem={problem} change={change} />}
    </>
  );
}

function RequestFields({
  bearer,
  problem,
  change,
}: {
  readonly bearer: BearerDraft;
  readonly problem: Problem;
  readonly change: (part: Partial<BearerDraft>) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <div>
        <Button tone="normal" data-action="like-parley" onPress={() => change(parleySignIn)}>
          {t('bearer.likeParley')}
        </Button>
      </div>
      <TextField
        label={t('bearer.url')}
        hint={t('bearer.urlHint')}
        value={bearer.url}
        onChange={(url) => change({ url })}
        autoComplete="off"
        maxLength={2048}
        ltr
        problem={problem('bearer.url')}
      />
      <JsonFields
        legend={t('bearer.fields')}
        sources={['login', 'password', 'text']}
        rows={bearer.fields}
        place="bearer.fields"
        problem={problem}
        onChange={(fields) => change({ fields })}
      />
      <TextField
        label={t('bearer.token')}
        hint={t('bearer.pathHint')}
        value={bearer.token}
        onChange={(token) => change({ token })}
        autoComplete="off"
        ltr
        problem={problem('bearer.answer.token')}
      />
      <div className="form-row is-pair">
        <TextField
          label={t('bearer.expiry')}
          value={bearer.expiryPath}
          onChange={(expiryPath) => change({ expiryPath })}
          autoComplete="off"
          ltr
          problem={problem('bearer.answer.expiry.path')}
        />
        <Select
          label={t('bearer.unit')}
          options={expiryUnits.map((id) => ({ id, label: t(`bearer.units.${id}`) }))}
          value={bearer.expiryUnit}
          onChange={(id) => change({ expiryUnit: expiryUnits.find((unit) => unit === id) ?? 'seconds' })}
        />
      </div>
      <Toggle
        label={t('bearer.refreshes')}
        hint={t('bearer.refreshesHint')}
        checked={bearer.refreshes}
        onChange={(refreshes) => change({ refreshes })}
      />
      {bearer.refreshes && (
        <>
          <TextField
            label={t('bearer.refreshToken')}
            value={bearer.refreshToken}
            onChange={(refreshToken) => change({ refreshToken })}
            autoComplete="off"
            ltr
            problem={problem('bearer.answer.refreshToken')}
          />
          <TextField
            label={t('bearer.refreshUrl')}
            value={bearer.refreshUrl}
            onChange={(refreshUrl) => change({ refreshUrl })}
            autoComplete="off"
            maxLength={2048}
            ltr
            problem={problem('bearer.refresh.url')}
          />
          <JsonFields
            legend={t('bearer.refreshFields')}
            sources={['refreshToken', 'text']}
            rows={bearer.refreshFields}
            place="bearer.refresh.fields"
            problem={problem}
            onChange={(refreshFields) => change({ refreshFields })}
          />
        </>
      )}
    </>
  );
}

/** The fields of a JSON object: their names, and where each value comes from. */
function JsonFields<From extends string>(props: {
  readonly legend: string;
  readonly sources: readonly From[];
  readonly rows: readonly FieldRow<From>[];
  /** Where the rows are in the profile. */
  readonly place: string;
  readonly problem: Problem;
  readonly onChange: (rows: readonly FieldRow<From>[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const legend = useId();
  const { rows, sources, place, problem, onChange } = props;
  const words = (source: string): string => {
    const key: string = `bearer.source.${source}`;
    return t(key);
  };
  const [added, setAdded] = useState(-1);
  const edit = (key: number, change: Partial<FieldRow<From>>): void =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const add = (): void => {
    const from = sources.at(-1);
    if (from === undefined) return;
    const key = nextKey(rows);
    setAdded(key);
    onChange([...rows, { key, name: '', from, text: '' }]);
  };
  return (
    <section className="setting" aria-labelledby={legend}>
      <h3 id={legend} className="setting-name">
        {props.legend}
      </h3>
      {problem(place) !== undefined && <p className="field-problem">{problem(place)}</p>}
      <ul className="form-rows">
        {rows.map(({ key, name, from, text }, index) => {
          const called = name || t('serverForm.row', { number: index + 1 });
          return (
            <li key={key}>
              <div className="form-row" role="group" aria-label={called}>
                <TextField
                  label={t('bearer.fieldName')}
                  value={name}
                  onChange={(typed) => edit(key, { name: typed })}
                  autoComplete="off"
                  autoFocus={key === added}
                  ltr
                  problem={problem(`${place}.${index}.name`)}
                />
                <Select
                  label={t('bearer.from')}
                  options={sources.map((id) => ({ id, label: words(id) }))}
                  value={from}
                  onChange={(id) => edit(key, { from: sources.find((source) => source === id) ?? from })}
                />
                {from === 'text' && (
                  <TextField
                    label={t('bearer.text')}
                    value={text}
                    onChange={(typed) => edit(key, { text: typed })}
                    autoComplete="off"
                    ltr
                    problem={problem(`${place}.${index}.text`)}
                  />
                )}
                <span className="form-row-keys">
                  <IconButton
                    label={t('serverForm.removeRow', { name: called })}
                    onPress={() => onChange(rows.filter((row) => row.key !== key))}
                  >
                    <X className="icon" size={14} aria-hidden />
                  </IconButton>
                </span>
              </div>
            </li>
          );
        })}
      </ul>
      <div>
        <Button tone="normal" onPress={add}>
          <Plus className="icon" size={14} aria-hidden />
          {t('bearer.addField')}
        </Button>
      </div>
    </section>
  );
}
