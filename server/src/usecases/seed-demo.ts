import type { OrgRole, SectionId, UnitId, UserId } from "@dongsoan/shared/domain";
import type { Identity } from "../ports/identity.ts";
import { assignSection } from "./assign-section.ts";
import type { Caller, Deps } from "./context.ts";
import { createReport } from "./create-report.ts";
import { demoReport } from "./demo-report.ts";
import { makeAccount, type NewAccount } from "./make-account.ts";

interface DemoPerson {
  readonly name: string;
  readonly username: string;
  readonly unit: string | null;
  readonly roles: readonly OrgRole[];
}

const units = [
  { name: "Công an xã", shortName: "CA" },
  { name: "Phòng Kinh tế", shortName: "KT" },
  { name: "Phòng Văn hóa – Xã hội", shortName: "VHXH" },
  { name: "Văn phòng HĐND và UBND", shortName: "VP" },
] as const;

const people: readonly DemoPerson[] = [
  { name: "Lò Văn Quản", username: "quantri", unit: null, roles: ["administrator"] },
  { name: "Trần Thị Hà", username: "dieuphoi", unit: "VP", roles: ["coordinator"] },
  { name: "Nguyễn Văn An", username: "congan", unit: "CA", roles: [] },
  { name: "Phạm Minh Khôi", username: "kinhte", unit: "KT", roles: [] },
  { name: "Vi Thị Mận", username: "vanhoa", unit: "VHXH", roles: [] },
  { name: "Đỗ Quang Huy", username: "vanphong", unit: "VP", roles: [] },
  { name: "Hà Công Trực", username: "lanhdao", unit: null, roles: ["signer"] },
];

const dayMs = 24 * 3600 * 1000;
/** 17:00 of the day in Viet Nam, wherever the server stands. */
const officeEnd = (at: number): number => new Date(at).setUTCHours(10, 0, 0, 0);

/** Fills an empty installation with a fictitious commune and a report that is being written. @returns lines to print. */
export async function seedDemo(deps: Deps & { readonly identity: Identity }): Promise<readonly string[]> {
  if ((await deps.directory.organisation()) !== null)
    return ["Dữ liệu mẫu đã có; tài khoản như lần đầu in ra."];
  const unitIds = new Map<string, UnitId>();
  for (const unit of units) {
    const id = deps.random.uuid() as UnitId;
    await deps.directory.saveUnit({ id, ...unit, version: 1, isActive: true }, null);
    unitIds.set(unit.shortName, id);
  }
  const printed = ["", "Tài khoản mẫu (mật khẩu chỉ in một lần):"];
  const ids = new Map<string, UserId>();
  for (const person of people) {
    const password = deps.random.token(9);
    const { name, username, unit, roles } = person;
    const account: NewAccount = {
      name,
      username,
      unitId: unitIds.get(unit ?? "") ?? null,
      roles,
      email: null,
      locale: "vi",
      passwordHash: await deps.identity.hashPassword(password),
    };
    ids.set(username, await deps.reports.transact((tx) => makeAccount(deps, tx, account)));
    printed.push(`  ${username.padEnd(10)} ${password}   ${name}${unit === null ? "" : ` (${unit})`}`);
  }
  await deps.directory.saveOrganisation({
    name: "UBND xã Suối Ngàn",
    parentAgency: "UBND TỈNH AN BÌNH",
    place: "Suối Ngàn",
    createdAt: deps.clock.now(),
  });

  const coordinator: Caller = {
    actor: {
      userId: ids.get("dieuphoi") as UserId,
      unitId: unitIds.get("VP") ?? null,
      roles: ["coordinator"],
      tokenScope: null,
    },
    name: "Trần Thị Hà",
    ipAddress: null,
    sessionId: null,
  };
  const created = await createReport(deps, coordinator, {
    ...demoReport,
    dueAt: officeEnd(deps.clock.now() + 7 * dayMs),
    original: null,
  });
  if (!created.ok) throw new Error(`demo report: ${created.reason}`);
  const sections = await deps.reports.sections(created.value.id);
  const assign = async (title: string, unit: string, owner: string, readScope: "report" | "unit") => {
    const section = sections.find((s) => s.title.startsWith(title));
    if (!section) return;
    await assignSection(deps, coordinator, {
      id: section.id as SectionId,
      version: section.version,
      assignment: {
        unitId: unitIds.get(unit) ?? null,
        ownerId: ids.get(owner) ?? null,
        dueAt: officeEnd(deps.clock.now() + 5 * dayMs),
        contributingUnitIds: [],
        reviewingUnitIds: [],
        readScope,
      },
    });
  };
  await assign("ĐẶC ĐIỂM", "VP", "vanphong", "report");
  await assign("Phát triển kinh tế", "KT", "kinhte", "report");
  await assign("Văn hóa", "VHXH", "vanhoa", "report");
  await assign("Quốc phòng", "CA", "congan", "unit");
  await assign("Công tác đối ngoại", "VP", "vanphong", "report");
  await assign("TỒN TẠI", "VP", "vanphong", "report");
  await assign("PHƯƠNG HƯỚNG", "VP", "vanphong", "report");
  return [...printed, ""];
}
