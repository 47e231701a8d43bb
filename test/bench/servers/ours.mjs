// The product itself, with gate, permission check and fsynced commits; seeded through its own use cases.
import { randomUUID } from "node:crypto";
import { compose } from "../../../server/src/compose.ts";
import { hashSecret } from "../../../server/src/adapters/auth-local/secrets.ts";
import { readConfig } from "../../../server/src/ops/config.ts";
import { createReport } from "../../../server/src/usecases/create-report.ts";
import { emptyHeader } from "@dongsoan/shared/domain";

const [dir, count] = [process.argv[2], Number(process.argv[3])];
const app = await compose(
  readConfig({ DATA_DIR: dir, PORT: "0", LOG_LEVEL: "silent", PUBLIC_URL: "http://127.0.0.1" }),
);
const { deps } = app;
const now = Date.now();
let [known] = await deps.directory.people();
if (!known) {
  const account = await deps.identity.createAccount({
    username: "bench",
    password: randomUUID(),
    name: "Bench",
  });
  await deps.directory.savePerson({
    id: account.value,
    name: "Bench",
    username: "bench",
    unitId: null,
    roles: ["coordinator"],
    isActive: true,
  });
  await deps.directory.saveOrganisation({ name: "Bench", parentAgency: "", place: "", createdAt: now });
  const actor = { userId: account.value, unitId: null, roles: ["coordinator"], tokenScope: null };
  await createReport(
    deps,
    { actor, name: "Bench", ipAddress: null },
    {
      header: emptyHeader,
      sections: Array.from({ length: count }, (_, i) => ({ title: `Mục ${i}`, blocks: [], children: [] })),
      dueAt: null,
      original: null,
    },
  );
  [known] = await deps.directory.people();
}
const token = randomUUID();
await deps.directory.saveApiToken({
  id: randomUUID(),
  tokenHash: hashSecret(token),
  userId: known.id,
  name: "bench",
  scope: "write",
  createdAt: now,
  expiresAt: now + 3_600_000,
  lastUsedAt: null,
});
const [{ sections }] = await deps.reports.reports();
app.server.listen(0, "127.0.0.1", () =>
  console.log(
    JSON.stringify({
      port: app.server.address().port,
      token,
      sections: sections.toSorted((a, b) => a.position - b.position).map((s) => s.id),
    }),
  ),
);
