import { doctorExit, doctorExitOf } from '@parley/shared/doctor/exitCode';
import { decideNetworkVerdict, endpointText, networkReportText } from '@parley/shared/doctor/networkVerdict';
import type { Desktop } from '@parley/shared/ipc/contract';
import { createNetworkDoctor } from './call/doctor/networkDoctor.ts';
import { causeKey } from './features/doctor/causeKey.ts';
import { createI18n, decideLanguage } from './locales/i18n.ts';

/** The page of `parley doctor`: makes the check that the command line asks for, and tells main what came of it. */
export async function runDoctorCommand(desktop: Desktop): Promise<void> {
  const target = await desktop.doctor.command();
  if (!target.ok || target.value === null) return;
  const { t } = await createI18n(decideLanguage('system', navigator.language));
  const outcome = await createNetworkDoctor(desktop).check(target.value, {}).outcome;
  if (outcome.kind === 'refused') {
    const { message, reason, code } = outcome.error;
    return desktop.doctor.finished({
      text: message,
      json: JSON.stringify({ error: reason ?? code, message }),
      // An address that is none, a server that is not there: nothing was looked at.
      code: doctorExit.usage,
    });
  }
  const { reports, subject } = outcome;
  const verdict = decideNetworkVerdict(reports);
  const key = causeKey(verdict.summary);
  const words = [t(`${key}.what`), t(`${key}.can`)];
  const about = { version: '', platform: 'command line', server: subject.address, at: new Date().toISOString() };
  desktop.doctor.finished({
    text: [networkReportText(reports, verdict, about), '', ...words].join('\n'),
    json: JSON.stringify(
      {
        server: subject.address,
        ...verdict,
        asks: verdict.asks.map(endpointText),
        words,
        steps: reports,
      },
      null,
      2,
    ),
    code: doctorExitOf(reports, verdict),
  });
}
