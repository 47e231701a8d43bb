import type { DamageNotice } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { Link } from "wouter";
import { keys, useCommand, useNotices } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";
import { sectionAddress } from "../../ui/section-address.ts";

/** Sections of one's reports whose stored text is damaged, and the way out. Nothing is shown while there is none. */
export function DamageNotices() {
  const { t, dateTime } = useText();
  const notices = useNotices().data ?? [];
  const [asking, setAsking] = useState<DamageNotice | null>(null);
  if (notices.length === 0) return null;
  return (
    <section className={list["group"]}>
      <h2>{t("notices.title")}</h2>
      {notices.map((notice) => (
        <Notice
          key={notice.sectionId}
          kind="danger"
          isLive
          title={t("notices.damaged", { label: notice.label, title: notice.title })}
        >
          <p>
            {t("notices.damaged.text", {
              subject: notice.reportSubject || t("reports.untitled"),
              at: dateTime(notice.at),
              count: notice.unreadableUpdates,
            })}
          </p>
          <p className={form["actions"]}>
            <Link href={sectionAddress(notice.reportId, notice.sectionId)}>{t("notices.open")}</Link>
            {notice.canRepair && (
              <Button size="small" onClick={() => setAsking(notice)}>
                {t("notices.repair")}
              </Button>
            )}
          </p>
        </Notice>
      ))}
      {asking && <RepairDialog notice={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

function RepairDialog({ notice, onClose }: { readonly notice: DamageNotice; readonly onClose: () => void }) {
  const { t } = useText();
  const repair = useCommand("repairSection", [keys.notices, keys.myWork]);
  return (
    <Dialog title={t("notices.repair.title", { label: notice.label })} onClose={onClose}>
      <p>{t("notices.repair.text", { count: notice.unreadableUpdates })}</p>
      <p>{t("notices.repair.backup")}</p>
      {repair.error && <ErrorNotice error={repair.error} />}
      <div className={form["actions"]}>
        <Button
          look="danger"
          isBusy={repair.isPending}
          onClick={() =>
            repair.mutate(
              { params: { id: notice.sectionId } },
              {
                onSuccess: () => {
                  toast(t("notices.repaired", { label: notice.label }));
                  onClose();
                },
              },
            )
          }
        >
          {t("notices.repair")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
