import type { ErrorBody } from '@parley/shared/backends/parley/api';
import { z } from 'zod';

type Refusal = ErrorBody['error'];

/** How a foreign system words its refusals. Its routes answer nothing else for a status of 400 and above. */
export interface Wording {
  readonly schema: z.ZodType;
  /** A text is sent as `text/plain`, anything else as JSON. */
  readonly word: (refusal: Refusal, status: number) => unknown;
}

/** seeds/webchat.txt §2 "Voice Routes": `(StatusCode, String)`, which axum sends as a text. */
export const webchatWording: Wording = {
  schema: z.string().max(1024),
  word({ code, message }) {
    switch (code) {
      case 'notFound':
        return 'Channel not found';
      case 'notVoiceChannel':
        return 'Not a voice channel';
      case 'forbidden':
        return 'Forbidden';
      case 'unauthorised':
        return 'Unauthorized';
      default:
        return message;
    }
  },
};

/**
 * For the path that three systems share, where a refusal may come before it is known who asks: `statusCode` and `message`
 * are those of Kraken's `HttpException` (seeds/kraken.txt "Custom Exceptions"), `error` is for the others.
 */
export const livekitWording: Wording = {
  schema: z.object({ statusCode: z.number().int(), message: z.string().max(1024), error: z.string().max(1024) }),
  word({ code, message }, statusCode) {
    const text = code === 'unauthorised' ? 'Unauthorized' : message;
    return { statusCode, message: text, error: text };
  },
};
