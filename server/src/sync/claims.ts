import type { SuggesterId, UserId } from "@dongsoan/shared/domain";
import { serverItself } from "../ports/section-writer.ts";
import { limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import type { Owners } from "./admission.ts";
import type { Accepted } from "./write-queue.ts";

type Claim = Pick<Accepted, "newClaims" | "newSuggestions" | "claimant"> & {
  readonly peer: Accepted["peer"];
};

/** Whose a clientID or a suggestion of one section is: what is stored, and what is admitted and about to be. */
export class Claims implements Owners {
  readonly #clients: Map<number, UserId>;
  readonly #suggestions: Map<string, SuggesterId>;
  readonly #countOf = new Map<UserId, number>();

  constructor(
    clients: Iterable<readonly [number, UserId]>,
    suggestions: Iterable<readonly [string, SuggesterId]>,
  ) {
    this.#clients = new Map(clients);
    this.#suggestions = new Map(suggestions);
    for (const owner of this.#clients.values()) this.#count(owner, 1);
  }

  /** ClientIDs of the section. */
  get size(): number {
    return this.#clients.size;
  }

  /** GATE4: how many more this channel may claim. */
  leftFor({ claimant, claimCount }: Pick<Peer, "claimant" | "claimCount">): number {
    const ofChannel = limits.maxClaimsPerPeer - claimCount;
    if (claimant === serverItself) return ofChannel;
    return Math.min(ofChannel, limits.maxClaimsPerPerson - (this.#countOf.get(claimant) ?? 0));
  }

  ofClient(clientId: number): UserId | undefined {
    return this.#clients.get(clientId);
  }

  ofSuggestion(id: string): SuggesterId | undefined {
    return this.#suggestions.get(id);
  }

  add({ newClaims, newSuggestions, claimant, peer }: Claim): void {
    for (const clientId of newClaims) this.#clients.set(clientId, claimant);
    this.#count(claimant, newClaims.length);
    for (const id of newSuggestions) this.#suggestions.set(id, peer.actor.userId);
  }

  /** An update that is not stored has claimed nothing. */
  remove({ newClaims, newSuggestions, claimant }: Claim): void {
    for (const clientId of newClaims) this.#clients.delete(clientId);
    this.#count(claimant, -newClaims.length);
    for (const id of newSuggestions) this.#suggestions.delete(id);
  }

  #count(owner: UserId, more: number): void {
    this.#countOf.set(owner, (this.#countOf.get(owner) ?? 0) + more);
  }
}
