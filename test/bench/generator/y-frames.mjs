// The messages of the y-websocket protocol as bytes. Hocuspocus wants the room's name before each.
import * as encoding from "lib0/encoding";

export function bytesOf(write, prefix = null) {
  const e = encoding.createEncoder();
  if (prefix !== null) encoding.writeVarString(e, prefix);
  write(e);
  return encoding.toUint8Array(e);
}

export const syncMessage = (prefix, kind, payload) =>
  bytesOf((e) => {
    encoding.writeVarUint(e, 0);
    encoding.writeVarUint(e, kind);
    encoding.writeVarUint8Array(e, payload);
  }, prefix);

export const authMessage = (prefix) =>
  bytesOf((e) => {
    encoding.writeVarUint(e, 2);
    encoding.writeVarUint(e, 0);
    encoding.writeVarString(e, "");
    encoding.writeVarString(e, "4.7.0");
  }, prefix);

/** Entries of `[clientId, clock, json]`. */
export const awarenessMessage = (prefix, entries) =>
  bytesOf((e) => {
    encoding.writeVarUint(e, 1);
    encoding.writeVarUint8Array(
      e,
      bytesOf((a) => {
        encoding.writeVarUint(a, entries.length);
        for (const [clientId, clock, json] of entries) {
          encoding.writeVarUint(a, clientId);
          encoding.writeVarUint(a, clock);
          encoding.writeVarString(a, json);
        }
      }),
    );
  }, prefix);

/** What the editor says about a caret that stands behind one character. */
export const caretState = (clientId, clock) => {
  const place = {
    type: null,
    tname: null,
    item: { client: clientId, clock },
    assoc: 0,
  };
  return JSON.stringify({
    user: { name: "Nguyễn Văn An", color: "#25707e" },
    cursor: { anchor: place, head: place },
  });
};

/** One character typed behind the author's last one: the bytes that Yjs makes of it. */
export const typedUpdate = (clientId, clock, text = "a") =>
  bytesOf((e) => {
    encoding.writeVarUint(e, 1);
    encoding.writeVarUint(e, 1);
    encoding.writeVarUint(e, clientId);
    encoding.writeVarUint(e, clock);
    encoding.writeUint8(e, 0x84);
    encoding.writeVarUint(e, clientId);
    encoding.writeVarUint(e, clock - 1);
    encoding.writeVarString(e, text);
    encoding.writeVarUint(e, 0);
  });
