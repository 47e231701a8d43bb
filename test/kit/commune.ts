import type { OrgRole } from "@dongsoan/shared/domain";
import type { UnitView } from "@dongsoan/shared/http-api";
import { TestPerson } from "./person.ts";
import type { RunningServer } from "./running-server.ts";

/** A fictitious commune with its units and one person a role, made through the product's own commands. */
export interface Commune {
  readonly units: Readonly<Record<"police" | "economy" | "culture" | "office", UnitView>>;
  readonly admin: TestPerson;
  readonly coordinator: TestPerson;
  readonly police: TestPerson;
  readonly economy: TestPerson;
  readonly culture: TestPerson;
  readonly office: TestPerson;
}

export const testPassword = "mật khẩu rất dài 42";

export async function setUpCommune(server: Pick<RunningServer, "url" | "setUpToken">): Promise<Commune> {
  const admin = new TestPerson(server.url, "quantri", testPassword);
  await admin.call("setUp", {
    body: {
      token: server.setUpToken(),
      organisationName: "UBND xã Suối Ngàn",
      parentAgency: "UBND TỈNH AN BÌNH",
      place: "Suối Ngàn",
      adminName: "Lò Văn Quản",
      username: admin.username,
      password: testPassword,
    },
  });
  const unit = (name: string, shortName: string) =>
    admin.call<UnitView>("addUnit", { body: { name, shortName } });
  const units = {
    police: await unit("Công an xã", "CA"),
    economy: await unit("Phòng Kinh tế", "KT"),
    culture: await unit("Phòng Văn hóa – Xã hội", "VHXH"),
    office: await unit("Văn phòng HĐND và UBND", "VP"),
  };
  const invite = async (name: string, username: string, unitId: string, roles: readonly OrgRole[]) => {
    const { link } = await admin.call<{ link: string }>("invite", {
      body: { name, unitId, roles, email: null },
    });
    const person = new TestPerson(server.url, username, testPassword);
    await person.call("acceptInvitation", {
      body: { token: link.split("#")[1], username, password: testPassword },
    });
    return person;
  };
  return {
    units,
    admin,
    coordinator: await invite("Trần Thị Hà", "dieuphoi", units.office.id, ["coordinator"]),
    police: await invite("Nguyễn Văn An", "congan", units.police.id, []),
    economy: await invite("Phạm Minh Khôi", "kinhte", units.economy.id, []),
    culture: await invite("Vi Thị Mận", "vanhoa", units.culture.id, []),
    office: await invite("Đỗ Quang Huy", "vanphong", units.office.id, []),
  };
}
