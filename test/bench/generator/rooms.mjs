// Rooms full of people, and the book of what reached whom. An edit is delivered when one other person of its room has it:
// a merged update of n edits is n deliveries, each with its own latency. What comes back to its author counts for nothing.
import { performance } from "node:perf_hooks";
import { Client } from "./client.mjs";
import { Histogram, waitFor } from "../measure.mjs";
import { Typist } from "./typist.mjs";

export class Rooms {
  clients = [];
  typists = [];
  latencies = new Histogram();
  /** Deliveries of edits sent at or after `countFrom`. */
  delivered = 0;
  lastArrivalAt = 0;
  countFrom = Number.POSITIVE_INFINITY;
  /** What went wrong; a run with an entry here has no figures. */
  faults = [];
  /** Set by whom carets interest: `(client, bytes)`. */
  onCarets = null;
  #perRoom;

  static async open(server, { first, rooms, people, writers }) {
    const all = new Rooms(people);
    for (let room = first; room < first + rooms; room += 1)
      await all.#openRoom(server, room, people, writers);
    return all;
  }

  constructor(people) {
    this.#perRoom = people;
  }

  async #openRoom(server, room, people, writers) {
    const authors = new Map();
    const hooks = {
      onRun: (client, author, from, to) => this.#count(authors.get(author), client, from, to),
      onCarets: (client, bytes) => this.onCarets?.(client, bytes),
      onClose: (_client, { code, reason }) => this.faults.push(`a line was closed: ${code} ${reason}`),
    };
    const connection = server.connection(room);
    const members = [];
    for (let i = 0; i < people; i += 1) {
      if (i < writers) {
        const typist = new Typist(connection, hooks);
        typist.seenBy = new Map();
        authors.set(typist.clientId, typist);
        this.typists.push(typist);
        members.push(typist.client);
      } else members.push(new Client(connection, hooks));
    }
    this.clients.push(...members);
    await Promise.all(members.map((member) => member.synced));
    if (connection.isRelay) for (const typist of authors.values()) typist.client.sendSync(2, typist.state());
  }

  #count(author, client, from, to) {
    if (!author || author.client === client) return;
    const seen = author.seenBy.get(client) ?? author.firstClock;
    if (from > seen) return this.faults.push("an edit came before the one it follows");
    if (to <= seen) return;
    author.seenBy.set(client, to);
    const now = client.socket.arrivedAt;
    for (let clock = seen; clock < to; clock += 1) {
      const sentAt = author.sentAt[clock - author.firstClock];
      if (!(sentAt >= this.countFrom)) continue;
      this.latencies.record(now - sentAt);
      this.delivered += 1;
    }
    this.lastArrivalAt = now;
  }

  /** From now on every edit counts. */
  startCounting() {
    this.countFrom = performance.now();
    this.latencies = new Histogram();
    this.delivered = 0;
  }

  /** Deliveries that the counted edits come to. */
  get expected() {
    let edits = 0;
    for (const { sentAt } of this.typists) {
      let i = sentAt.length;
      while (i > 0 && sentAt[i - 1] >= this.countFrom) i -= 1;
      edits += sentAt.length - i;
    }
    return edits * (this.#perRoom - 1);
  }

  /** Whether everybody has every edit of the others, counted or not. */
  get isComplete() {
    return this.typists.every(
      ({ seenBy, clock, firstClock }) =>
        clock === firstClock ||
        (seenBy.size === this.#perRoom - 1 && [...seenBy.values()].every((reached) => reached === clock)),
    );
  }

  /** Waits for every edit at every person. @returns whether all came. */
  async settle(deadlineMs) {
    const came = await waitFor(() => this.faults.length > 0 || this.isComplete, deadlineMs);
    if (!came) this.faults.push(`edits had not come after ${deadlineMs} ms`);
    return this.faults.length === 0;
  }

  get frames() {
    return this.clients.reduce((sum, { socket }) => sum + socket.frames, 0);
  }

  get bytes() {
    return this.clients.reduce((sum, { socket }) => sum + socket.bytes, 0);
  }

  end() {
    for (const client of this.clients) client.end();
  }
}
