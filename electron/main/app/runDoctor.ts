import { join } from 'node:path';
import { requestNames } from '@parley/shared/ipc/channels';
import { doctorExit, type DoctorExit } from '@parley/shared/doctor/exitCode';
import { ParleyFailure } from '@parley/shared/errors';
import { app, BrowserWindow } from 'electron';
import type { RequestHandlers } from '../ipc/registerIpc.ts';
import { doctorRequests } from '../ipc/doctorRequests.ts';
import { createSenderGuard } from '../ipc/senderGuard.ts';
import { startIpc } from '../ipc/startIpc.ts';
import { serveAppScheme } from '../protocol/appScheme.ts';
import { appPage, isOwnPage } from '../security/origin.ts';
import type { Log } from '../services/log/log.ts';
import type { NetworkDoctor } from '../services/network/networkDoctor.ts';
import { webPreferences } from '../windows/webPreferences.ts';
import { targetOf, type DoctorCommand } from './commandLine.ts';

/** The whole check takes no longer, ms: what hangs is a fault of its own. */
const longest = 180_000;

/** Tells the terminal, and ends the program. */
export function endWith(text: string, code: DoctorExit): void {
  process.stdout.write(text, () => app.exit(code));
}

/**
 * The network doctor on the command line: a page that nobody sees makes the voice's part, as in the program, and its
 * report goes to the standard output. Ends the program by `doctorExit`.
 */
export function runDoctor(ports: {
  command: DoctorCommand;
  activeServer: string | null;
  doctor: NetworkDoctor;
  log: Log;
}): void {
  const { command, doctor, log } = ports;
  const end = (text: string, code: DoctorExit): void => endWith(`${text}\n`, code);
  /** No report: a script that reads JSON is told in JSON. */
  const fail = (error: 'noServer' | 'notEnded', message: string, code: DoctorExit): void =>
    end(command.json ? JSON.stringify({ error, message }) : message, code);
  const target = targetOf(command, ports.activeServer);
  if (target === null)
    return fail('noServer', 'No server is set up here: parley doctor voice.example.org', doctorExit.usage);
  serveAppScheme(join(import.meta.dirname, '../renderer'));
  const window = new BrowserWindow({
    show: false,
    webPreferences: webPreferences(join(import.meta.dirname, '../preload/index.cjs'), false),
  });
  const refuse = async (): Promise<never> => {
    throw new ParleyFailure({ code: 'forbidden', message: 'This is the network doctor alone.' });
  };
  startIpc({
    guard: createSenderGuard({
      isOwnPage: (url) => isOwnPage(url),
      isOwnContents: (id) => window.webContents.id === id,
    }),
    log,
    requests: {
      ...(Object.fromEntries(requestNames.map((name) => [name, refuse])) as unknown as RequestHandlers),
      ...doctorRequests(doctor, target),
    },
    signals: {
      'call.summary': () => undefined,
      'call.worked': () => undefined,
      'devices.present': () => undefined,
      'app.ready': () => undefined,
      'doctor.finished': ({ json, text, code }) => end(command.json ? json : text, code),
    },
  });
  setTimeout(() => fail('notEnded', 'The check did not end.', doctorExit.unknown), longest).unref();
  log.background('loading the page', window.loadURL(`${appPage}#doctor`));
}
