import type { UserId } from "@dongsoan/shared/domain";
import type { Owners } from "./shadow.ts";
import type { Accepted } from "./write-queue.ts";

type Claim = Pick<Accepted, "newClaims" | "newSuggestions" | "claimant"> & {
  readonly peer: Accepted["peer"];
};

/** Whose a clientID or a suggestion of one section is: what is stored, and what is admitted and about to be. */
export class Claims implements Owners {
  readonly #clients: Map<number, UserId>;
  readonly #suggestions: Map<string, UserId>;

  constructor(
    clients: Iterable<readonly [number, UserId]>,
    suggestions: Iterable<readonly [string, UserId]>,
  ) {
    this.#clients = new Map(clients);
    this.#suggestions = new Map(suggestions);
  }

  ofClient(clientId: number): UserId | undefined {
    return this.#clients.get(clientId);
  }

  ofSuggestion(id: string): UserId | undefined {
    return this.#suggestions.get(id);
  }

  add({ newClaims, newSuggestions, claimant, peer }: Claim): void {
    for (const clientId of newClaims) this.#clients.set(clientId, claimant);
    for (const id of newSuggestions) this.#suggestions.set(id, peer.actor.userId);
  }

  /** An update that is not stored has claimed nothing. */
  remove({ newClaims, newSuggestions }: Claim): void {
    for (const clientId of newClaims) this.#clients.delete(clientId);
    for (const id of newSuggestions) this.#suggestions.delete(id);
  }
}
