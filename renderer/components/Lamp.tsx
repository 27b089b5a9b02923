import type { ReactElement } from 'react';
/** The states of the microphone, and those that share a word but not a shape: `listening` waits for a voice. */
export type LampState =
  | 'idle'
  | 'connecting'
  | 'shut'
  | 'listening'
  | 'open'
  | 'muted'
  | 'moderated'
  | 'deafened'
  | 'reconnecting'
  | 'trouble';

const microphone = (
  <g className="lamp-mic">
    <path d="M24 31.5v3M30.5 23.2v1a6.5 6.5 0 0 1-13 0v-1" />
    <rect x="20.8" y="14" width="6.4" height="13" rx="3.2" />
  </g>
);

/** The state of the microphone as a shape (design/LANGUAGE.md): ring, disc with arcs, ring with slash, triangle, dashed ring. */
export const Lamp = ({ state, size = 48 }: { readonly state: LampState; readonly size?: number }): ReactElement => (
  <svg className="lamp" data-state={state} width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
    {shape(state)}
  </svg>
);

function shape(state: LampState): ReactElement {
  switch (state) {
    case 'open':
      return (
        <>
          <path className="lamp-arc" d="M8.5 10.5a20.5 20.5 0 0 0 0 27M39.5 10.5a20.5 20.5 0 0 1 0 27" />
          <circle className="lamp-disc" cx="24" cy="24" r="16" />
          {microphone}
        </>
      );
    case 'muted':
      return (
        <>
          <circle className="lamp-ring" cx="24" cy="24" r="16" />
          {microphone}
          <path className="lamp-slash-gap" d="M12 36 36 12" />
          <path className="lamp-slash" d="M10 38 38 10" />
        </>
      );
    case 'trouble':
      return (
        <>
          <path className="lamp-triangle" d="M24 7 43 40H5Z" />
          <path className="lamp-bang" d="M24 19v10M24 34.5v.1" />
        </>
      );
    case 'moderated':
      return (
        <>
          <circle className="lamp-ring" cx="24" cy="26" r="14.5" />
          {microphone}
          <path className="lamp-slash-gap" d="M12 38 36 14" />
          <path className="lamp-slash" d="M11 39 37 13M8 5.5h32" />
        </>
      );
    case 'deafened':
      return (
        <>
          <circle className="lamp-ring" cx="24" cy="24" r="16" />
          <path className="lamp-mic" d="M16 30v-5a8 8 0 0 1 16 0v5M16 25.5v5.2M32 25.5v5.2" />
          <path className="lamp-cup" d="M16 26.6v4.6M32 26.6v4.6" />
          <path className="lamp-slash" d="M10 38 38 10" />
        </>
      );
    case 'listening':
      return (
        <>
          <path className="lamp-ring lamp-dotted" d="M8.5 10.5a20.5 20.5 0 0 0 0 27M39.5 10.5a20.5 20.5 0 0 1 0 27" />
          <circle className="lamp-ring" cx="24" cy="24" r="14" />
          {microphone}
        </>
      );
    case 'reconnecting':
    case 'connecting':
      return (
        <>
          <circle className="lamp-ring lamp-dashed" cx="24" cy="24" r="16" />
          {microphone}
        </>
      );
    case 'idle':
    case 'shut':
      return (
        <>
          <circle className="lamp-ring" cx="24" cy="24" r="16" />
          {microphone}
        </>
      );
  }
}
