import { joinTicketSchema } from '@parley/shared/backends/channel';
import { type ChangePassword, type ResetPassword, type SignUp } from '@parley/shared/backends/parley/accounts';
import { parleyApiVersion, serverInfoSchema, type ServerInfo } from '@parley/shared/backends/parley/api';
import { channelListSchema, type ChannelList } from '@parley/shared/backends/parley/channels';
import {
  codeSchema,
  guestLinkListSchema,
  invitationListSchema,
  type BecomeGuest,
  type Code,
  type CreateGuestLink,
  type CreateInvitation,
  type GuestLinkList,
  type InvitationList,
} from '@parley/shared/backends/parley/codes';
import { restrictionListSchema, type RestrictionList } from '@parley/shared/backends/parley/moderation';
import {
  accountSchema,
  sessionListSchema,
  sessionSchema,
  type Account,
  type Session,
  type SessionList,
} from '@parley/shared/backends/parley/session';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ModerationAct } from '@parley/shared/backends/moderationAct';
import { readableName } from '@parley/shared/backends/readableName';
import { err, ok, type Result } from '@parley/shared/result';
import { z } from 'zod';
import type { Fetch } from '../httpClient.ts';
import { moderationRequest } from './moderationRequest.ts';
import { createParleyRequest } from './parleyRequest.ts';

/** Parley server's HTTP routes as functions (`shared/backends/parley`). Holds no state; never rejects. */
export interface ParleyClient {
  info(): Promise<Result<ServerInfo>>;
  /** `program`: what the person shall know the session by. */
  signIn(login: string, password: string, program: string): Promise<Result<Session>>;
  /** With the code that a sign-in in the browser came back with. */
  signInByCode(code: string, verifier: string, program: string): Promise<Result<Session>>;
  signUp(signUp: SignUp): Promise<Result<Session>>;
  becomeGuest(guest: BecomeGuest): Promise<Result<Session>>;
  resetPassword(reset: ResetPassword): Promise<Result<void>>;
  refresh(refreshToken: string): Promise<Result<Session>>;
  signOut(accessToken: string): Promise<Result<void>>;
  /** The routes that need a session, by its access token. */
  as(accessToken: string): AuthorisedClient;
}

/** Other people's words in the answers are readable. */
export interface AuthorisedClient {
  /** In the server's order, names as they come: for `applyServerEvent`. */
  channels(): Promise<Result<ChannelList>>;
  join(channelId: string, device: string, second: boolean): Promise<Result<JoinTicket>>;
  tellDeafened(channelId: string, device: string, deafened: boolean): Promise<Result<void>>;
  moderate(act: ModerationAct): Promise<Result<void>>;
  restrictions(channelId: string | null): Promise<Result<RestrictionList>>;
  rename(name: string): Promise<Result<Account>>;
  changePassword(change: ChangePassword): Promise<Result<void>>;
  sessions(): Promise<Result<SessionList>>;
  endSession(id: string): Promise<Result<void>>;
  /** The server's own JSON, with spaces for people to read. */
  exportAccount(): Promise<Result<string>>;
  deleteAccount(password: string): Promise<Result<void>>;
  invitations(): Promise<Result<InvitationList>>;
  invite(invitation: CreateInvitation): Promise<Result<Code>>;
  uninvite(id: string): Promise<Result<void>>;
  guestLinks(channelId: string): Promise<Result<GuestLinkList>>;
  createGuestLink(channelId: string, link: CreateGuestLink): Promise<Result<Code>>;
  revokeGuestLink(channelId: string, id: string): Promise<Result<void>>;
}

/** Of 204. */
const nothing = z.undefined().transform(() => undefined);

export function createParleyClient(address: string, fetch: Fetch): ParleyClient {
  const ask = createParleyRequest(address, fetch);
  return {
    async info() {
      const info = await ask(serverInfoSchema, 'GET', '/api/server');
      if (!info.ok || info.value.apiVersion === parleyApiVersion) return info;
      return err({
        code: 'unavailable',
        reason: 'versionMismatch',
        message: `The server speaks version ${info.value.apiVersion} of the protocol, this program version ${parleyApiVersion}.`,
      });
    },
    signIn: (login, password, program) =>
      ask(sessionSchema, 'POST', '/api/session', { body: { login, password, program } }),
    signInByCode: (code, verifier, program) =>
      ask(sessionSchema, 'POST', '/api/oidc/session', {
        body: { code, verifier, program },
        reasons: { unauthorised: 'providerRefused', forbidden: 'accountRefused', conflict: 'accountRefused' },
      }),
    signUp: (body) =>
      ask(sessionSchema, 'POST', '/api/accounts', {
        body,
        reasons: { forbidden: 'codeRefused', conflict: 'loginTaken' },
      }),
    becomeGuest: (body) => ask(sessionSchema, 'POST', '/api/guests', { body, reasons: { forbidden: 'codeRefused' } }),
    resetPassword: (body) =>
      ask(nothing, 'POST', '/api/session/reset', { body, reasons: { forbidden: 'codeRefused' } }),
    refresh: (refreshToken) => ask(sessionSchema, 'POST', '/api/session/refresh', { body: { refreshToken } }),
    async signOut(accessToken) {
      const answer = await ask(nothing, 'DELETE', '/api/session', { accessToken });
      // What the server no longer knows has ended.
      return answer.ok || answer.error.code === 'unauthorised' ? ok(undefined) : answer;
    },
    as: (accessToken) => ({
      channels: () => ask(channelListSchema, 'GET', '/api/channels', { accessToken }),
      join: (channelId, device, second) =>
        ask(joinTicketSchema, 'POST', `/api/channels/${encodeURIComponent(channelId)}/join`, {
          // Servers from before there were second sessions refuse the word.
          body: second ? { device, second } : { device },
          accessToken,
          reasons: { forbidden: 'joinForbidden' },
        }),
      tellDeafened: (channelId, device, deafened) =>
        ask(nothing, 'PUT', `/api/channels/${encodeURIComponent(channelId)}/presence`, {
          body: { device, deafened },
          accessToken,
        }),
      moderate(act) {
        const { path, ...options } = moderationRequest(act);
        return ask(nothing, 'POST', path, { ...options, accessToken });
      },
      restrictions: (channelId) =>
        ask(
          restrictionListSchema.transform(readableRestrictions),
          'GET',
          channelId === null ? '/api/restrictions' : `/api/channels/${encodeURIComponent(channelId)}/restrictions`,
          { accessToken, reasons: { forbidden: 'moderationForbidden' } },
        ),
      rename: (name) => ask(accountSchema, 'PATCH', '/api/me', { body: { name }, accessToken }),
      changePassword: (body) =>
        ask(nothing, 'POST', '/api/me/password', {
          body,
          accessToken,
          reasons: { wrongCredentials: 'wrongPassword' },
        }),
      sessions: () => ask(sessionListSchema.transform(readableSessions), 'GET', '/api/me/sessions', { accessToken }),
      endSession: (id) =>
        ask(nothing, 'DELETE', `/api/me/sessions/${encodeURIComponent(id)}`, {
          accessToken,
          reasons: { notFound: 'alreadyEnded' },
        }),
      exportAccount: () =>
        ask(
          z.record(z.string(), z.unknown()).transform((data) => `${JSON.stringify(data, null, 2)}\n`),
          'GET',
          '/api/me/export',
          { accessToken },
        ),
      deleteAccount: (password) =>
        ask(nothing, 'DELETE', '/api/me', {
          body: { password },
          accessToken,
          reasons: { wrongCredentials: 'wrongPassword', conflict: 'lastAdministrator' },
        }),
      invitations: () => ask(invitationListSchema, 'GET', '/api/invitations', { accessToken }),
      invite: (body) => ask(codeSchema, 'POST', '/api/invitations', { body, accessToken }),
      uninvite: (id) =>
        ask(nothing, 'DELETE', `/api/invitations/${encodeURIComponent(id)}`, {
          accessToken,
          reasons: { notFound: 'alreadyEnded' },
        }),
      guestLinks: (channelId) => ask(guestLinkListSchema, 'GET', guestLinksPath(channelId), { accessToken }),
      createGuestLink: (channelId, body) => ask(codeSchema, 'POST', guestLinksPath(channelId), { body, accessToken }),
      revokeGuestLink: (channelId, id) =>
        ask(nothing, 'DELETE', `${guestLinksPath(channelId)}/${encodeURIComponent(id)}`, {
          accessToken,
          reasons: { notFound: 'alreadyEnded' },
        }),
    }),
  };
}

const guestLinksPath = (channelId: string): string => `/api/channels/${encodeURIComponent(channelId)}/guest-links`;

const readableRestrictions = ({ restrictions }: RestrictionList): RestrictionList => ({
  restrictions: restrictions.map((restriction) => ({
    ...restriction,
    accountName: readableName(restriction.accountName, restriction.accountId),
    byName: readableName(restriction.byName, ''),
    reason: readableName(restriction.reason, ''),
  })),
});

const readableSessions = ({ sessions }: SessionList): SessionList => ({
  sessions: sessions.map((session) => ({ ...session, program: readableName(session.program, '') })),
});
