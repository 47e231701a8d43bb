import { expect, it } from "vitest";
import type { Piece } from "./lost-text.ts";
import { PieceChains } from "./piece-chains.ts";

const known = (client: number, clock: number, length: number): Piece => ({
  kind: "known",
  client,
  clock,
  length,
});
const lost = (clock: number, text: string): Piece => ({
  kind: "lost",
  client: 9,
  clock,
  length: text.length,
  text,
  formats: null,
});
const read = (chains: PieceChains) =>
  chains.all.map((pieces) =>
    pieces
      .map((piece) => (piece.kind === "lost" ? piece.text : `${piece.client}:${piece.clock}+${piece.length}`))
      .join(" "),
  );

it("[RESC2] pieces go behind or before the unit that they name, wherever it is", () => {
  const chains = new PieceChains();
  chains.add([known(1, 10, 4), known(2, 0, 2)]);
  chains.add([known(1, 0, 3)]);
  expect(chains.insert([lost(0, "abc")], { client: 1, clock: 11 }, true)).toBe(true);
  expect(chains.insert([lost(3, "x")], { client: 9, clock: 1 }, true)).toBe(true);
  expect(chains.insert([lost(4, "y")], { client: 9, clock: 0 }, false)).toBe(true);
  expect(chains.insert([lost(5, "z")], { client: 2, clock: 1 }, false)).toBe(true);
  expect(chains.insert([lost(6, "ê")], { client: 1, clock: 2 }, true)).toBe(true);
  expect(chains.insert([lost(7, "ô")], { client: 1, clock: 9 }, true)).toBe(false);
  expect(chains.insert([lost(7, "ô")], { client: 3, clock: 0 }, true)).toBe(false);
  expect(read(chains)).toEqual(["1:10+2 y ab x c 1:12+2 2:0+1 z 2:1+1", "1:0+3 ê"]);
});
