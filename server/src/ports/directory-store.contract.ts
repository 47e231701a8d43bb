import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UnitId, UserId } from "@dongsoan/shared/domain";
import type { ApiToken, DirectoryStore, Invitation, PasswordReset, Person, Unit } from "./directory-store.ts";

export interface DirectoryUnderTest {
  readonly directory: DirectoryStore;
  close(): Promise<void>;
}

/** What every `DirectoryStore` must keep. */
export function describeDirectoryStore(name: string, make: () => Promise<DirectoryUnderTest>): void {
  describe(`${name} directory`, () => {
    let opened: DirectoryUnderTest;
    let store: DirectoryStore;
    beforeAll(async () => {
      opened = await make();
      store = opened.directory;
    });
    afterAll(() => opened.close());

    const unit = (shortName: string): Unit => ({
      id: randomUUID() as UnitId,
      name: `Đơn vị ${shortName}`,
      shortName,
      version: 1,
      isActive: true,
    });
    const person = (unitId: UnitId | null): Person => ({
      id: randomUUID() as UserId,
      name: "Nguyễn Thị Ánh",
      username: randomUUID(),
      unitId,
      roles: ["coordinator", "clerk"],
      isActive: true,
      email: "anh@suoi-ngan.vn",
      locale: "en",
    });

    it("[DIR1] keeps one organisation, replaced as a whole", async () => {
      expect(await store.organisation()).toBeNull();
      const first = { name: "UBND xã Suối Ngàn", parentAgency: "", place: "Suối Ngàn", createdAt: 1 };
      await store.saveOrganisation(first);
      await store.saveOrganisation({ ...first, place: "An Bình" });
      expect(await store.organisation()).toEqual({ ...first, place: "An Bình" });
    });

    it("[DIR2] a unit is changed only at the version that was seen", async () => {
      const police = unit("CA");
      expect(await store.saveUnit(police, null)).toBe(true);
      const changes = [
        { ...police, name: "Công an xã", version: 2 },
        { ...police, name: "Công an", version: 2 },
      ];
      const saved = await Promise.all(changes.map((change) => store.saveUnit(change, 1)));
      expect(saved.filter(Boolean)).toHaveLength(1);
      const kept = (await store.units()).find((u) => u.id === police.id);
      expect(kept).toEqual(changes[saved.indexOf(true)]);
    });

    it("[DIR3] people come back as saved; a username is one person's", async () => {
      const office = unit("VP");
      await store.saveUnit(office, null);
      const anh = person(office.id);
      await store.savePerson(anh);
      await store.savePerson({ ...anh, isActive: false, roles: [], unitId: null });
      expect(await store.person(anh.id)).toEqual({ ...anh, isActive: false, roles: [], unitId: null });
      await expect(store.savePerson({ ...person(null), username: anh.username })).rejects.toMatchObject({
        name: "AppError",
      });
      expect((await store.people()).filter((p) => p.username === anh.username)).toHaveLength(1);
    });

    it("[DIR4] an invitation is found by its hash, listed until it expires, and spent once", async () => {
      const invitation: Invitation = {
        id: randomUUID(),
        tokenHash: randomUUID(),
        name: "Trần Văn Bình",
        unitId: null,
        roles: ["signer"],
        createdAt: 1,
        expiresAt: 50,
        email: "binh@suoi-ngan.vn",
        locale: "en",
      };
      await store.saveInvitation(invitation);
      expect(await store.invitationByHash(invitation.tokenHash)).toEqual(invitation);
      expect((await store.invitations(49)).map((i) => i.id)).toContain(invitation.id);
      expect((await store.invitations(50)).map((i) => i.id)).not.toContain(invitation.id);
      const spent = await Promise.all([
        store.deleteInvitation(invitation.id),
        store.deleteInvitation(invitation.id),
      ]);
      expect(spent.filter(Boolean)).toHaveLength(1);
      expect(await store.invitationByHash(invitation.tokenHash)).toBeNull();
    });

    it("[DIR6] a person has one password link: a new one voids the former, and it is spent once", async () => {
      const anh = person(null);
      await store.savePerson(anh);
      const link = (tokenHash: string): PasswordReset => ({
        id: randomUUID(),
        tokenHash,
        userId: anh.id,
        createdAt: 1,
        expiresAt: 50,
      });
      const [former, latter] = [link(randomUUID()), link(randomUUID())];
      await store.savePasswordReset(former);
      await store.savePasswordReset(latter);
      expect(await store.passwordResetByHash(former.tokenHash)).toBeNull();
      expect(await store.passwordResetByHash(latter.tokenHash)).toEqual(latter);
      const spent = await Promise.all([1, 2].map(() => store.deletePasswordReset(latter.id)));
      expect(spent.filter(Boolean)).toHaveLength(1);
    });

    it("[DIR5] an API token is its owner's: nobody else deletes it", async () => {
      const [owner, other] = [person(null), person(null)];
      await store.savePerson(owner);
      await store.savePerson(other);
      const token: ApiToken = {
        id: randomUUID(),
        tokenHash: randomUUID(),
        userId: owner.id,
        name: "thống kê",
        scope: "read",
        createdAt: 1,
        expiresAt: 99,
        lastUsedAt: null,
      };
      await store.saveApiToken(token);
      await store.saveApiToken({ ...token, lastUsedAt: 7 });
      expect(await store.deleteApiToken(token.id, other.id)).toBe(false);
      expect(await store.apiTokens(owner.id)).toEqual([{ ...token, lastUsedAt: 7 }]);
      expect(await store.deleteApiToken(token.id, owner.id)).toBe(true);
      expect(await store.apiTokens(owner.id)).toEqual([]);
    });
  });
}
