import { z } from "zod";
import { problem } from "@dongsoan/shared/http-api";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes, type RouteSchema } from "@dongsoan/shared/routes";

const json = (schema: unknown) => ({ "application/json": { schema } });
const bytes = (mediaType: string) => ({ [mediaType]: {} });

type Json = Record<string, unknown>;
type SchemaOf = (schema: z.ZodType, io: "input" | "output") => Json;

/** Schemas that others point at (`DraftSection` contains itself) go into one place of the whole document. */
const schemaWriter =
  (named: Json): SchemaOf =>
  (schema, io) => {
    const text = JSON.stringify(z.toJSONSchema(schema, { target: "draft-2020-12", io }));
    // The dialect is said once, for the whole document.
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
    Object.assign(named, $defs);
    return own;
  };

function requestBody({ body, rawBody }: RouteSchema, schemaOf: SchemaOf): object {
  if (rawBody !== null) return { requestBody: { required: true, content: bytes(rawBody) } };
  return body ? { requestBody: { required: true, content: json(schemaOf(body, "input")) } } : {};
}

function success({ answer, file }: RouteSchema, schemaOf: SchemaOf): object {
  if (file !== null) return { "200": { description: "The file", content: bytes(file) } };
  return answer
    ? { "200": { description: "OK", content: json(schemaOf(answer, "output")) } }
    : { "204": { description: "Done" } };
}

/** Made from the very schemas that parse the requests, so that it cannot tell anything else than the server does (API1-API3). */
export function openApiDocument(origin: string, isSecure: boolean): unknown {
  const document: Record<string, Json> = {};
  const named: Json = {};
  const schemaOf = schemaWriter(named);
  for (const name of Object.keys(paths) as RouteName[]) {
    const [method, path] = paths[name].split(" ") as [string, string];
    const route = routes[name];
    const openPath = path.replace(/:(\w+)/g, "{$1}");
    document[openPath] ??= {};
    document[openPath][method.toLowerCase()] = {
      operationId: name,
      summary: route.summary,
      parameters: [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
        name: parameter,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...(route.access === "public" ? { security: [] } : {}),
      ...requestBody(route, schemaOf),
      responses: {
        ...success(route, schemaOf),
        default: {
          description: "Problem (RFC 9457)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Đồng Soạn", version: "1" },
    servers: [{ url: origin }],
    security: [{ session: [] }, { token: [] }],
    components: {
      schemas: { ...named, Problem: schemaOf(problem, "output") },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: isSecure ? "__Host-dongsoan" : "dongsoan" },
        token: { type: "http", scheme: "bearer" },
      },
    },
    paths: document,
  };
}
