import { describe, expect, it } from "vitest";
import { readJson } from "./json-body.ts";

const read = (text: string) => readJson(Buffer.from(text));

describe("[API6] a JSON body", () => {
  it("is read as it is, but for what no store takes", () => {
    const body = { a: ['x "quoted" \\', 1, null, { b: "ạ" }], c: "" };
    expect(read(JSON.stringify(body))).toEqual(body);
    expect(read('{"a":"\\ud800 \\u0000","b":["\\u0000"]}')).toEqual({ a: "� �", b: ["�"] });
  });

  it("is refused when it is nested too deep, or is no JSON", () => {
    expect(() => read("[".repeat(100_000) + "]".repeat(100_000))).toThrow("nested too deep");
    for (const text of ["", "{", '"open', '"open\\', "{'a':1}", "[1,]"])
      expect(() => read(text)).toThrow("no JSON");
  });

  it("is refused for its many values before it is parsed, whatever stands in its strings", () => {
    expect(() => read(`[${"{},".repeat(1_100_000)}{}]`)).toThrow("too many values");
    expect(() => read(`["\\\\",${"0,".repeat(1_100_000)}0]`)).toThrow("too many values");
    const text = '{[,]} \\" '.repeat(200_000);
    expect(read(JSON.stringify([text, "\\", text]))).toEqual([text, "\\", text]);
  });
});
