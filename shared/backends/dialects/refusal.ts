import type { ParleyError } from '@parley/shared/errors';
import type { ForeignDialect } from './profile.ts';

/** What to say when something answers, but not as a server of the chosen kind does. */
export const notThisServer: ParleyError = {
  code: 'unavailable',
  reason: 'notThisServer',
  message: 'The answer is not that of a server of this kind.',
};

/**
 * What a status other than 2xx means. The seeds' texts are looked for anywhere in the answer, because the seeds do not say
 * in which field they stand; the texts themselves go no further.
 */
export function readRefusal(dialect: ForeignDialect, status: number, text: string): ParleyError {
  const says = (words: string): boolean => text.slice(0, 4096).toLowerCase().includes(words.toLowerCase());
  // artist-space "Error Handling": `error.message.includes('Premium')`, whatever the status.
  if (dialect === 'artist-space' && status >= 400 && status < 500 && says('Premium')) return subscriptionRequired;
  // kraken "Common Error Scenarios"; artist-space "Troubleshooting".
  if (status >= 500 && (says('LiveKit credentials not configured') || says('LiveKit not configured'))) {
    return voiceNotConfigured;
  }
  switch (status) {
    case 400:
      // webchat §2 "Voice Routes"
      return says('Not a voice channel') ? notVoiceChannel : malformed;
    case 401:
      return { code: 'unauthorised', reason: 'tokenExpired', message: 'The server does not accept the token.' };
    case 403:
      return { code: 'forbidden', message: 'The server does not allow it to this account.' };
    case 404:
      // webchat §2 "Voice Routes"; any other 404 is a path that this server does not have.
      return says('Channel not found') ? channelNotFound : notThisServer;
    case 422:
      return malformed;
    case 429:
      return { code: 'unavailable', reason: 'rateLimited', message: 'The server asks to wait before the next try.' };
    default:
      return status >= 500
        ? {
            code: 'unavailable',
            reason: 'serverUnreachable',
            message: `The server answered with HTTP status ${status}.`,
          }
        : notThisServer;
  }
}

const subscriptionRequired: ParleyError = {
  code: 'forbidden',
  reason: 'subscriptionRequired',
  message: 'This instance needs a Premium or Pro subscription.',
};
const voiceNotConfigured: ParleyError = {
  code: 'unavailable',
  reason: 'voiceNotConfigured',
  message: 'The backend has no credentials for LiveKit.',
};
const notVoiceChannel: ParleyError = { code: 'invalid', reason: 'notVoiceChannel', message: 'This is a text channel.' };
const channelNotFound: ParleyError = {
  code: 'notFound',
  reason: 'channelNotFound',
  message: 'The server knows no such channel.',
};
const malformed: ParleyError = { code: 'invalid', message: 'The server refused the request as malformed.' };
