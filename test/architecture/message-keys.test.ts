import { describe, expect, it } from "vitest";
import { filesOf, textOf } from "./files.ts";

const sources = filesOf("client/src/*.ts", "client/src/*.tsx", "server/src/*.ts", "shared/src/*.ts")
  .filter((name) => !/\.test\.tsx?$|\.contract\.ts$|^shared\/src\/i18n\//.test(name))
  .map(textOf)
  .join("\n");

const keys = filesOf("shared/src/i18n/vi-*.ts").flatMap((name) =>
  [...textOf(name).matchAll(/^ {2}"([\w.-]+)":/gm)].map(([, key = ""]) => key),
);

/** Quoted words, and names of properties: whatever may stand in a hole of a template. */
const words = new Set(
  [...sources.matchAll(/"([\w.-]+)"|\b(\w+)(?=\??:|,$)/gm)].map(([, quoted, name]) => quoted ?? name ?? ""),
);
/** A template with one hole, `history.action.${action}` or `${word}.text`, as what stands before and behind it. */
const templates = [...sources.matchAll(/`([\w.-]*)\$\{[^}]+\}([\w.-]*)`/g)]
  .map(([, before = "", behind = ""]) => ({ before, behind }))
  .filter(({ before, behind }) => before.includes(".") || behind.includes("."));

const isUsed = (key: string): boolean =>
  words.has(key) ||
  templates.some(
    ({ before, behind }) =>
      key.startsWith(before) &&
      key.endsWith(behind) &&
      words.has(key.slice(before.length, key.length - behind.length)),
  );

describe("the words of the page", () => {
  it("are all said somewhere", () => {
    expect(keys.length).toBeGreaterThan(300);
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  it("would be missed where nothing says them", () => {
    expect(templates.length).toBeGreaterThan(20);
    expect(["common.nowhere", "finalise.obstacle.nowhere", "nowhere.text"].filter(isUsed)).toEqual([]);
    expect(["common.save", "history.action.section.approve", "word.final.text"].filter(isUsed)).toHaveLength(
      3,
    );
  });
});
