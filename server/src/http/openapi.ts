import { z } from "zod";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes } from "@dongsoan/shared/routes";

/** Made from the very schemas that parse the requests, so that it cannot tell anything else than the server does. */
export function openApiDocument(origin: string): unknown {
  const schemaOf = (schema: z.ZodType, io: "input" | "output") =>
    z.toJSONSchema(schema, { target: "draft-2020-12", unrepresentable: "any", io });
  const document: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(paths) as RouteName[]) {
    const [method, path] = paths[name].split(" ") as [string, string];
    const { access, body, answer, summary } = routes[name];
    const parameters = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
      name: parameter,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    const openPath = path.replace(/:(\w+)/g, "{$1}");
    document[openPath] ??= {};
    document[openPath][method.toLowerCase()] = {
      operationId: name,
      summary,
      parameters,
      ...(access === "public" ? { security: [] } : {}),
      ...(body
        ? {
            requestBody: {
              required: true,
              content: { "application/json": { schema: schemaOf(body, "input") } },
            },
          }
        : {}),
      responses: {
        ...(answer
          ? {
              "200": {
                description: "OK",
                content: { "application/json": { schema: schemaOf(answer, "output") } },
              },
            }
          : { "204": { description: "Done, or a file with 200" } }),
        default: {
          description: "Problem (RFC 9457)",
          content: {
            "application/problem+json": {
              schema: { type: "object", properties: { code: { type: "string" } } },
            },
          },
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
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "dongsoan" },
        token: { type: "http", scheme: "bearer" },
      },
    },
    paths: document,
  };
}
