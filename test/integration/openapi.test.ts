import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { openApiDocument } from "../../server/src/http/openapi.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
}
const text = JSON.stringify(openApiDocument("https://bao-cao.example.vn", true));
const document = JSON.parse(text) as Record<string, unknown> & {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe("the interface description", () => {
  it("[API1] is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result.valid ? [] : result.errors).toEqual([]);
  });

  it("[API1] names every route of the table under its own path and method, and no other", () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        name: operationId,
        route: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
      })),
    );
    expect(Object.fromEntries(described.map(({ name, route }) => [name, route]))).toEqual(paths);
    expect(described).toHaveLength(Object.keys(paths).length);
  });

  it("[API2] says of files that they are files, and of an import that its body is bytes", () => {
    const of = (name: RouteName) => operations.find((o) => o.operationId === name);
    expect(Object.keys(of("exportWord")?.responses["200"]?.content ?? {})).toEqual([
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]);
    expect(Object.keys(of("exportPackage")?.responses["200"]?.content ?? {})).toEqual(["application/zip"]);
    expect(Object.keys(of("original")?.responses["200"]?.content ?? {})).toEqual([
      "application/octet-stream",
    ]);
    expect(Object.keys(of("previewImport")?.requestBody?.content ?? {})).toEqual([
      "application/octet-stream",
    ]);
    expect(of("signOut")?.responses).toHaveProperty("204");
    expect(of("signOut")?.responses).not.toHaveProperty("200");
  });

  it("[API3] describes a refusal as the problem that the server sends", () => {
    for (const { responses } of operations)
      expect(responses["default"]?.content?.["application/problem+json"]).toEqual({
        schema: { $ref: "#/components/schemas/Problem" },
      });
  });
});
