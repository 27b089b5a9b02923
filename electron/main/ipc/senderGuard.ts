/** The part of a message's sender that decides; of Electron's `IpcMainInvokeEvent` and `IpcMainEvent`. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown; readonly detached?: boolean } | null;
  readonly sender: { readonly id: number };
}

/**
 * Whether a message is from our page: a frame that is there, the top one, of a window that we made, with our scheme and
 * host. Read `senderFrame` at once: after a navigation it is null.
 */
export function createSenderGuard(ports: {
  isOwnPage: (url: string) => boolean;
  isOwnContents: (id: number) => boolean;
}): (sender: Sender) => boolean {
  return ({ senderFrame, sender }) =>
    senderFrame !== null &&
    senderFrame.detached !== true &&
    senderFrame.parent === null &&
    ports.isOwnContents(sender.id) &&
    ports.isOwnPage(senderFrame.url);
}
