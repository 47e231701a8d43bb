// The product itself as it is built, with gate, permission check and fsynced commits; seeded through its own use cases.
import { randomUUID } from "node:crypto";
import { compose } from "../../../server/dist/compose.js";
import { hashSecret } from "../../../server/dist/adapters/auth-local/secrets.js";
import { readConfig } from "../../../server/dist/ops/config.js";
import { channelRates } from "../../../server/dist/sync/limits.js";
import { assignSection } from "../../../server/dist/usecases/assign-section.js";
import { createReport } from "../../../server/dist/usecases/create-report.js";
import { emptyHeader } from "@dongsoan/shared/domain";
import { asked, ready } from "./control.mjs";

const sectionsPerReport = 200;
// Here two people are hundreds: what one person's updates may cost is not what is measured.
const ofHundreds = { ...channelRates, workBurstMs: 1e9, byteBurst: 1e12 };
const unthrottled = { ...ofHundreds, frameBurst: 1e9, framesPerSecond: 1e9 };

const app = await compose(
  readConfig({ DATA_DIR: asked.dir, PORT: "0", LOG_LEVEL: "silent", PUBLIC_URL: "http://127.0.0.1" }),
  asked.isUnthrottled ? unthrottled : ofHundreds,
);
const { deps } = app;
const now = Date.now();

async function addPerson(name, unitId) {
  const id = randomUUID();
  await deps.directory.savePerson({
    id,
    name,
    username: name,
    unitId,
    roles: ["coordinator"],
    isActive: true,
    email: null,
    locale: "vi",
  });
  return id;
}

async function seed() {
  const unitId = randomUUID();
  const unit = { id: unitId, name: "Phòng Kinh tế", shortName: "KT", version: 1, isActive: true };
  await deps.directory.saveUnit(unit, null);
  const userId = await addPerson("an", null);
  await addPerson("binh", unitId);
  await deps.directory.saveOrganisation({ name: "Bench", parentAgency: "", place: "", createdAt: now });
  const actor = { userId, unitId: null, roles: ["coordinator"], tokenScope: null };
  const caller = { actor, name: "an", ipAddress: null };
  for (let made = 0; made < asked.rooms; made += sectionsPerReport)
    await createReport(deps, caller, {
      header: { ...emptyHeader, subject: String(made).padStart(6, "0") },
      sections: Array.from({ length: Math.min(sectionsPerReport, asked.rooms - made) }, (_, i) => ({
        title: `Mục ${made + i}`,
        blocks: [],
        children: [],
      })),
      dueAt: null,
      original: null,
    });
  // The other person writes in the first room, with rights of their own.
  const [{ id, version, assignment }] = await sectionsInOrder();
  await assignSection(deps, caller, { id, version, assignment: { ...assignment, unitId } });
}

async function sectionsInOrder() {
  const reports = (await deps.reports.reports()).toSorted((a, b) =>
    a.report.header.subject.localeCompare(b.report.header.subject),
  );
  return reports.flatMap(({ sections }) => sections.toSorted((a, b) => a.position - b.position));
}

if ((await deps.directory.people()).length === 0) await seed();
const tokens = {};
for (const { id, name } of await deps.directory.people()) {
  tokens[name] = randomUUID();
  await deps.directory.saveApiToken({
    id: randomUUID(),
    tokenHash: hashSecret(tokens[name]),
    userId: id,
    name: "bench",
    scope: "write",
    createdAt: now,
    expiresAt: now + 3_600_000,
    lastUsedAt: null,
  });
}
const sections = (await sectionsInOrder()).map(({ id }) => id);
process.on("SIGTERM", () => void app.close().then(() => process.exit(0)));
app.server.listen(0, "127.0.0.1", () => ready({ port: app.server.address().port, tokens, sections }));
