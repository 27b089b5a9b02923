import { writeFileSync } from 'node:fs';

/** Writes a WAV file of a steady tone: `frequency` Hz at `level` dBFS (peak), 48 kHz mono, whole periods, so that it loops without a click. */
export function writeTone(file: string, frequency: number, level = -12, seconds = 1): string {
  const rate = 48_000;
  const count = rate * seconds;
  const data = Buffer.alloc(44 + count * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + count * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(rate * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(count * 2, 40);
  const amplitude = 32_767 * 10 ** (level / 20);
  for (let index = 0; index < count; index += 1) {
    data.writeInt16LE(Math.round(amplitude * Math.sin((2 * Math.PI * frequency * index) / rate)), 44 + index * 2);
  }
  writeFileSync(file, data);
  return file;
}
