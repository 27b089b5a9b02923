import { expect, it, vi } from 'vitest';
import { MessageChannelMain, MessagePortMain } from './ports.ts';

it('holds messages until the port is started, then hands them on in order', async () => {
  const { port1, port2 } = new MessageChannelMain();
  const heard: unknown[] = [];
  port2.on('message', ({ data }: { data: unknown }) => heard.push(data));
  port1.postMessage(1);
  port1.postMessage({ two: 2 });
  expect(heard).toEqual([]);
  port2.start();
  await vi.waitFor(() => expect(heard).toEqual([1, { two: 2 }]));
});

it('relays between two homes, and tells the other when one closes', () => {
  const { port1, port2 } = new MessageChannelMain();
  const home = { deliver: vi.fn<(id: number, data: unknown) => void>(), closed: vi.fn<(id: number) => void>() };
  port1.postMessage('early');
  const id = port2.transferTo(home);
  expect(home.deliver).toHaveBeenCalledWith(id, 'early');
  const heard = vi.fn<(event: { data: unknown }) => void>();
  port1.on('message', heard);
  port1.start();
  MessagePortMain.byId(id)?.postMessage('back');
  return vi
    .waitFor(() => expect(heard).toHaveBeenCalledWith({ data: 'back', ports: [] }))
    .then(() => {
      port1.close();
      expect(home.closed).toHaveBeenCalledWith(id);
      expect(MessagePortMain.byId(id)).toBeUndefined();
    });
});
