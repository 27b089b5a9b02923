import { createContext, useContext } from 'react';
import type { NetworkDoctor } from '../../call/doctor/doctorView.ts';

/** Given once by `main.tsx`. */
export const DoctorContext = createContext<NetworkDoctor | null>(null);

export function useDoctor(): NetworkDoctor {
  const doctor = useContext(DoctorContext);
  if (doctor === null) throw new Error('DoctorContext is missing');
  return doctor;
}
