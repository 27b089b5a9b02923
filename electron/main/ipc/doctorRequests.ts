import type { DoctorTarget } from '@parley/shared/ipc/contract';
import { ParleyFailure } from '@parley/shared/errors';
import type { NetworkDoctor } from '../services/network/networkDoctor.ts';
import type { RequestHandlers } from './registerIpc.ts';

/** The network doctor's requests, which the program and its command line answer alike. `command`: what the latter asks for. */
export const doctorRequests = (
  doctor: NetworkDoctor,
  command: DoctorTarget | null,
): Pick<RequestHandlers, Extract<keyof RequestHandlers, `doctor.${string}`>> => ({
  'doctor.command': async () => command,
  'doctor.begin': async (target) => {
    const begun = await doctor.begin(target);
    if (!begun.ok) throw new ParleyFailure(begun.error);
    return begun.value;
  },
  'doctor.step': (step) => doctor.step(step),
  'doctor.names': (hosts) => doctor.names(hosts),
  'doctor.tickets': () => doctor.tickets(),
  'doctor.fault': async (server, voice) => {
    const fault = await doctor.fault(server, voice);
    if (fault === null) return null;
    const { cause, endpoints = [] } = fault.facts;
    return { cause, endpoints, detail: fault.detail };
  },
  'doctor.skip': async () => {
    doctor.skip();
    return null;
  },
});
