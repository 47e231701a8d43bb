import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Plants one violation per rule in a scratch tree shaped like the repository, and asserts that each is reported. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const scratch = join(root, "test/.tmp/boundaries");

const planted: Readonly<
  Record<string, { readonly at: string; readonly imports: string; readonly target?: string }>
> = {
  "no-cycle": { at: "server/src/ops/a.ts", imports: "./b.ts", target: "server/src/ops/b.ts" },
  "domain-is-pure": {
    at: "shared/src/domain/x.ts",
    imports: "../protocol/y.ts",
    target: "shared/src/protocol/y.ts",
  },
  "schema-knows-domain-and-prosemirror": {
    at: "shared/src/schema/x.ts",
    imports: "../crdt/y.ts",
    target: "shared/src/crdt/y.ts",
  },
  "crdt-knows-domain-and-yjs": {
    at: "shared/src/crdt/x.ts",
    imports: "../protocol/y.ts",
    target: "shared/src/protocol/y.ts",
  },
  "protocol-knows-domain-and-zod": {
    at: "shared/src/protocol/x.ts",
    imports: "../crdt/y.ts",
    target: "shared/src/crdt/y.ts",
  },
  "i18n-knows-domain": {
    at: "shared/src/i18n/x.ts",
    imports: "../crdt/y.ts",
    target: "shared/src/crdt/y.ts",
  },
  "shared-is-portable": { at: "shared/src/crdt/z.ts", imports: "node:fs" },
  "ports-know-no-adapter": {
    at: "server/src/ports/x.ts",
    imports: "../adapters/a/y.ts",
    target: "server/src/adapters/a/y.ts",
  },
  "usecases-know-only-ports": {
    at: "server/src/usecases/x.ts",
    imports: "../http/y.ts",
    target: "server/src/http/y.ts",
  },
  "sync-knows-no-transport": {
    at: "server/src/sync/x.ts",
    imports: "../ws/y.ts",
    target: "server/src/ws/y.ts",
  },
  "adapters-stand-alone": {
    at: "server/src/adapters/b/x.ts",
    imports: "../a/y.ts",
    target: "server/src/adapters/a/y.ts",
  },
  "edges-know-no-adapter": {
    at: "server/src/http/x.ts",
    imports: "../adapters/a/y.ts",
    target: "server/src/adapters/a/y.ts",
  },
  "features-stand-alone": {
    at: "client/src/features/a/x.ts",
    imports: "../b/y.ts",
    target: "client/src/features/b/y.ts",
  },
  "client-knows-no-server": {
    at: "client/src/app/x.ts",
    imports: "../../../server/src/ops/b.ts",
    target: "server/src/ops/b.ts",
  },
  "tests-are-not-imported": {
    at: "client/src/app/z.ts",
    imports: "../../../test/kit/y.ts",
    target: "test/kit/y.ts",
  },
  "by-name-not-by-path": {
    at: "client/src/ui/x.ts",
    imports: "../../../shared/src/crdt/y.ts",
    target: "shared/src/crdt/y.ts",
  },
};

const put = (file: string, text: string) => {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), text);
};

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly rule: { readonly name: string } }[];
  };
}
const cruise = (cwd: string, folders: readonly string[]): Report => {
  const { stdout, stderr } = spawnSync(
    join(root, "node_modules/.bin/depcruise"),
    ["--config", join(root, ".dependency-cruiser.cjs"), "--output-type", "json", ...folders],
    {
      cwd,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Report;
};

describe("the dependency rules", () => {
  beforeAll(() => {
    rmSync(scratch, { recursive: true, force: true });
    for (const { target } of Object.values(planted)) if (target) put(target, "export const y = 1;\n");
    for (const { at, imports } of Object.values(planted))
      put(at, `import * as other from "${imports}";\nexport const x = other;\n`);
    put("server/src/ops/b.ts", 'import * as a from "./a.ts";\nexport const b = a;\n');
    put(
      "test/tsconfig.json",
      '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "Bundler", "allowImportingTsExtensions": true, "noEmit": true } }',
    );
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it("each report the violation planted for them", () => {
    const reported = new Set(
      cruise(scratch, ["shared", "server", "client", "test"]).summary.violations.map((v) => v.rule.name),
    );
    expect([...reported].sort()).toEqual(Object.keys(planted).sort());
  });

  it("see the product's own modules", () => {
    expect(cruise(root, ["shared/src", "server/src"]).summary.totalCruised).toBeGreaterThan(60);
  });
});
