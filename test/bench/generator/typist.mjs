// Somebody who types at the end of a paragraph of their own. The bytes are those that Yjs makes of it, put together here,
// because a whole document for each typist would cost the generator what it has to give to the servers.
import * as Y from "yjs";
import { Client } from "./client.mjs";
import { awarenessMessage, caretState, typedUpdate } from "./y-frames.mjs";

let nextClientId = 1_000_000 + Math.floor(Math.random() * 1_000_000_000);

export class Typist {
  clientId = (nextClientId += 1);
  /** When the edit with clock `firstClock + i` was sent. */
  sentAt = [];
  #paragraph;
  /** Clock that each write frame of this line brought us to. */
  #clocks = [];

  constructor(connection, hooks) {
    const doc = new Y.Doc();
    doc.clientID = this.clientId;
    const text = new Y.XmlText();
    const paragraph = new Y.XmlElement("paragraph");
    doc.transact(() => {
      doc.getXmlFragment("content").push([paragraph]);
      paragraph.insert(0, [text]);
      text.insert(0, "a");
    });
    this.#paragraph = Y.encodeStateAsUpdate(doc);
    /** Clock of the next edit. */
    this.firstClock = this.clock = Y.getState(doc.store, this.clientId);
    doc.destroy();
    // The paragraph is part of what it has when it comes: the server asks, and this is the answer.
    this.client = new Client(connection, {
      ...hooks,
      state: () => {
        this.#clocks.push(this.clock);
        return this.state();
      },
    });
  }

  /** Everything typed so far. */
  state() {
    const typed = this.clock - this.firstClock;
    if (typed === 0) return this.#paragraph;
    return Y.mergeUpdates([this.#paragraph, typedUpdate(this.clientId, this.firstClock, "a".repeat(typed))]);
  }

  /** Clock that the first `count` write frames reach. */
  clockAtWrite(count) {
    return this.#clocks[count - 1] ?? this.firstClock;
  }

  /** @param isWithCaret an editor tells where its caret is after every key. */
  type(now, isWithCaret) {
    const { client, clientId, clock } = this;
    client.sendSync(2, typedUpdate(clientId, clock));
    this.sentAt.push(now);
    this.clock += 1;
    this.#clocks.push(this.clock);
    if (isWithCaret)
      client.socket.send(awarenessMessage(client.prefix, [[clientId, clock, caretState(clientId, clock)]]));
  }
}
