/** How much one channel may say: a burst, and a steady rate after it. */
export interface ChannelRates {
  readonly step1Burst: number;
  readonly step1PerSecond: number;
  readonly frameBurst: number;
  readonly framesPerSecond: number;
  readonly caretBurst: number;
  readonly caretsPerSecond: number;
  /** Of one person, over all their channels. */
  readonly workBurstMs: number;
  readonly workMsPerSecond: number;
  readonly byteBurst: number;
  readonly bytesPerSecond: number;
  readonly openBurst: number;
  readonly opensPerSecond: number;
  readonly setApartBurst: number;
  readonly setApartPerSecond: number;
}

/** LIMIT1, LIMIT3, LIMIT5, LIMIT7, LIMIT9, LIMIT13. */
export const channelRates: ChannelRates = {
  /** An answer to an empty state vector is thousands of times its size: a page needs one per (re)connection. */
  step1Burst: 12,
  step1PerSecond: 0.5,
  /** Fast typing is some 15 frames a second with caret moves; pastes and undo come in bursts. */
  frameBurst: 600,
  framesPerSecond: 120,
  /** Each of 50 people in a section hears, and sends back, the carets of the 49 others. */
  caretBurst: 2_000,
  caretsPerSecond: 1_000,
  /** A letter costs a tenth of a millisecond, a large paste fifty: a fifth of the server's time is nobody's typing. */
  workBurstMs: 10_000,
  workMsPerSecond: 200,
  /** Twenty sections of a page that was away for days, each handed in whole. What is stored is kept for ever. */
  byteBurst: 32_000_000,
  bytesPerSecond: 256_000,
  /** Each asks the store several times, also for what is not there. Twenty pages of a report come back at once after a restart. */
  openBurst: 2_400,
  opensPerSecond: 40,
  /** Each has the document made anew, up to three times in one block: a tenth of a second or two where it has 50,000 parts. */
  setApartBurst: 5,
  setApartPerSecond: 0.5,
};

/** Bounds of the sync core. Each answers an attack or a bug that was measured on other servers. */
export const limits = {
  /** A paste of 300 kB passes; a 100 MB message never reaches a decoder. */
  maxMessageBytes: 1_000_000,
  /** A fake state vector of 900 KB cost others 37 ms to answer. */
  maxVectorEntries: 20_000,
  /** Yjs changes its id on a clash, and a client makes a new one after a refusal. */
  maxClaimsPerPeer: 20,
  /** Each id of a section stands in every state vector for ever; a page takes one when it first writes. */
  maxClaimsPerPerson: 2_000,
  /** UTF-16 units of text in one section. */
  maxTextLength: 2_000_000,
  /** Living items of a section: a million empty paragraphs hold no text, and fill the memory of everybody who opens them. */
  maxParts: 300_000,
  /** LINE10: ranges, a hundred bytes each. A move of a paragraph leaves one, or one for each piece that its authors left in it. */
  maxGoneCarried: 20_000,
  /** Others' letters wait so long for one person's frames, at the most, before they have their turn. */
  turnMs: 50,
  /** A page that was away hands in its sections at once; what comes on top of so much has come too fast. */
  maxWaitingBytes: 32_000_000,
  maxWaitingFrames: 10_000,
  /** What a refusal is counted as that leaves the document to be built again. */
  spoiltDocumentMs: 250,
  /** A deleted run of an honest client is never longer than this. */
  maxDeletedRun: 1_000_000,
  maxAwarenessBytes: 4_096,
  /** The stock client reconnects after 30 s without a message. */
  heartbeatMs: 15_000,
  /** SUG29: so long somebody may not have heard of others. A line that lets nothing through for two heartbeats is ended. */
  behindMs: 30_000,
  /** HEARD2: kept at least, where they are not larger. Some letters of everybody's on a slow line. */
  recentEdits: 500,
  recentEditBytes: 256_000,
  /** After this long without an edit the document is dropped and only its bytes are kept. */
  releaseAfterMs: 5_000,
  /** After the last peer has left. */
  closeAfterMs: 15_000,
  snapshotUpdates: 200,
  snapshotBytes: 64 * 1024,
  /** So many times later when there is no quiet moment. */
  hotSnapshotFactor: 10,
} as const;
