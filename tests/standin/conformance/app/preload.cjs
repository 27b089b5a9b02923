const { contextBridge, ipcRenderer } = require('electron');

let port;
const heard = [];
ipcRenderer.on('port', (event) => {
  [port] = event.ports;
  port.onmessage = ({ data }) => heard.push(data);
});
contextBridge.exposeInMainWorld('bridge', {
  value: 7,
  nested: { list: [1, { two: 2 }] },
  echo: (value) => ipcRenderer.invoke('echo', value),
  fail: () => ipcRenderer.invoke('fail'),
  fork: () => ipcRenderer.invoke('fork'),
  kill: () => ipcRenderer.invoke('kill'),
  say: (data) => port.postMessage(data),
  heard: () => heard,
  throws: () => {
    throw new TypeError('in the preload');
  },
  callBack: (callback) => callback('called'),
  // What the stand-in does not play: called on the stand-in only.
  sendSync: () => ipcRenderer.sendSync('echo'),
  note: (value) =>
    new Promise((resolve) => {
      ipcRenderer.once('noted', (_event, answer) => resolve(answer));
      ipcRenderer.send('note', value);
    }),
});
