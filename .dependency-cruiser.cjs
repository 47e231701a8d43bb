/** The table of the style guide, section 2: who may import whom. Each rule is proven by test/architecture. */
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: "\\.(test|contract)\\.tsx?$" },
  to: { pathNot: allowed },
});
const pkg = (...names) => names.map((n) => `node_modules/${n}(/|$)`);
module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    only("domain-is-pure", "^shared/src/domain", ["^shared/src/domain"]),
    only("schema-knows-domain-and-prosemirror", "^shared/src/schema", [
      "^shared/src/(schema|domain)",
      ...pkg("@tiptap", "prosemirror-"),
    ]),
    only("crdt-knows-domain-and-yjs", "^shared/src/crdt", [
      "^shared/src/(crdt|domain|schema)",
      ...pkg("yjs", "lib0", "@tiptap"),
    ]),
    only("protocol-knows-domain-and-zod", "^shared/src/protocol", [
      "^shared/src/(protocol|domain)",
      ...pkg("zod", "lib0"),
    ]),
    only("i18n-knows-domain", "^shared/src/i18n", ["^shared/src/(i18n|domain)"]),
    {
      name: "shared-is-portable",
      severity: "error",
      from: { path: "^shared/src", pathNot: "\\.test\\.tsx?$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "ports-know-no-adapter",
      severity: "error",
      from: { path: "^server/src/ports" },
      to: {
        path: [
          "^server/src/(adapters|http|ws|sync|usecases|ops)",
          ...pkg("express", "ws", "kysely", "pg", "better-sqlite3", "ioredis"),
        ],
      },
    },
    {
      name: "usecases-know-only-ports",
      severity: "error",
      from: { path: "^server/src/usecases" },
      to: {
        path: [
          "^server/src/(adapters|http|ws|sync)",
          ...pkg("express", "ws", "kysely", "pg", "better-sqlite3", "ioredis"),
        ],
      },
    },
    {
      name: "sync-knows-no-transport",
      severity: "error",
      from: { path: "^server/src/sync" },
      to: {
        path: ["^server/src/(adapters|http|ws)", ...pkg("express", "ws", "kysely", "pg", "better-sqlite3")],
      },
    },
    {
      name: "adapters-stand-alone",
      severity: "error",
      from: { path: "^server/src/adapters/([^/]+)/" },
      to: {
        path: ["^server/src/(usecases|sync|http|ws)", "^server/src/adapters/"],
        pathNot: ["^server/src/adapters/$1/", "^server/src/adapters/(storage-sql|threads)/"],
      },
    },
    {
      name: "edges-know-no-adapter",
      severity: "error",
      from: { path: "^server/src/(http|ws)" },
      to: { path: "^server/src/adapters" },
    },
    {
      name: "features-stand-alone",
      severity: "error",
      from: { path: "^client/src/features/([^/]+)/" },
      to: { path: "^client/src/(features/|app/)", pathNot: "^client/src/features/$1/" },
    },
    {
      name: "client-knows-no-server",
      severity: "error",
      from: { path: "^client/" },
      to: { path: "^server/" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { path: "^(shared|server|client)/", pathNot: "\\.(test|contract)\\.tsx?$" },
      to: { path: ["^test/", "\\.test\\.tsx?$"] },
    },
    {
      name: "by-name-not-by-path",
      severity: "error",
      from: { path: "^(server|client|test)/" },
      to: { path: "^shared/src", dependencyTypes: ["local"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(dist|dist-types)/|test/bench/peers/node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "test/tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "node", "default"],
    },
  },
};
