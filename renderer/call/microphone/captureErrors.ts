import type { ParleyError } from '@parley/shared/errors';

/**
 * What a failed `getUserMedia` means to a person (https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia).
 * The browser's message is not handed on: it may name the device.
 */
export function captureError(thrown: unknown): ParleyError {
  const name = thrown instanceof Error ? thrown.name : 'unknown';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { code: 'forbidden', reason: 'microphoneRefused', message: `getUserMedia: ${name}` };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { code: 'unavailable', reason: 'microphoneAbsent', message: `getUserMedia: ${name}` };
    default:
      // NotReadableError and AbortError: another program, the driver or the sound server keeps it.
      return { code: 'unavailable', reason: 'microphoneBusy', message: `getUserMedia: ${name}` };
  }
}
