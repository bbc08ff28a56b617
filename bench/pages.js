// Tells when the browser's socket is asked to send and when it hands over what arrived. It lives
// in a thread of its own: the page's thread hears late while it draws, and even while it takes down
// the page before. Times are milliseconds of one clock in both threads.
const inThread = `
const now = () => performance.timeOrigin + performance.now();
let socket;
const asked = {
  open(given) {
    socket = new WebSocket(...given);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => postMessage(['open', socket.protocol]);
    socket.onmessage = ({ data }) => postMessage(['message', data, now()], [data]);
    socket.onclose = ({ code, reason }) => postMessage(['close', { code, reason }]);
    socket.onerror = () => postMessage(['error']);
  },
  send(content) { const at = now(); socket.send(content); postMessage(['sent', at]); },
  close(given) { socket.close(...given); },
};
onmessage = ({ data: [what, value] }) => asked[what](value);
`;
window.socketTimes = { sent: 0, received: 0, heard: 0 };
const states = { open: 1, close: 3 };
window.WebSocket = class extends EventTarget {
  static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
  constructor(...given) {
    super();
    Object.assign(this, { url: String(given[0]), readyState: 0, protocol: '', bufferedAmount: 0 });
    this.thread = new Worker(URL.createObjectURL(new Blob([inThread])));
    this.thread.onmessage = ({ data: [what, value, at] }) => {
      if (what === 'sent') { socketTimes.sent = value; return; }
      if (what === 'open') this.protocol = value;
      this.readyState = states[what] ?? this.readyState;
      let event = new Event(what);
      if (what === 'message') {
        socketTimes.received = at;
        socketTimes.heard = performance.timeOrigin + performance.now();
        event = new MessageEvent(what, { data: value });
      } else if (what === 'close') event = new CloseEvent(what, value);
      this.dispatchEvent(event);
      this[`on${what}`]?.(event);
    };
    this.thread.postMessage(['open', given]);
  }
  send(content) { this.thread.postMessage(['send', content]); }
  close(...given) { this.readyState = 2; this.thread.postMessage(['close', given]); }
};
