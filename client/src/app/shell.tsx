import type { SessionView } from "@dongsoan/shared/http-api";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { useQueryClient } from "@tanstack/react-query";
import { useMentions } from "../api/queries.ts";
import { useConnection } from "../api/use-connection.ts";
import { useText } from "../i18n/use-text.ts";
import { whenIdle } from "../sync/when-idle.ts";
import { Announcer } from "../ui/announcer.tsx";
import { Button } from "../ui/button.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { LocaleSwitch } from "./locale-switch.tsx";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import { Toasts } from "./toasts.tsx";
import { useEntryInSight } from "../ui/use-entry-in-sight.ts";
import styles from "./shell.module.css";

/** Frame of every screen: skip link, header with navigation, the line about a lost server, the content. */
export function Shell({
  session,
  children,
}: {
  readonly session: SessionView | null;
  readonly children: ReactNode;
}) {
  const { t } = useText();
  return (
    <div className={styles["shell"]}>
      <a className="skip-link" href="#noi-dung">
        {t("app.skip")}
      </a>
      <header className={styles["header"]}>
        <Link href="/" className={styles["brand"]}>
          <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="#0b57a4" />
            <path
              d="M9 8h14M9 14h14M9 20h8M20 24l5-5"
              stroke="#fff"
              strokeWidth="2.6"
              strokeLinecap="round"
            />
          </svg>
          <span>{t("app.name")}</span>
        </Link>
        {session ? <MainNav session={session} /> : <div className={styles["spring"]} />}
        {session ? <AccountMenu session={session} /> : <LocaleSwitch />}
      </header>
      <OfflineLine />
      <main id="noi-dung" className={styles["main"]} tabIndex={-1}>
        {children}
      </main>
      <Announcer />
      <ShortcutSheet />
      <Toasts />
    </div>
  );
}

function MainNav({ session }: { readonly session: SessionView }) {
  const { t } = useText();
  const [location] = useLocation();
  const rowRef = useEntryInSight<HTMLElement>(location);
  const unread = useUnreadMentions();
  const isAdministrator = session.user.roles.includes("administrator");
  const items = [
    { href: "/viec-cua-toi", words: unread > 0 ? `${t("nav.myWork")} (${unread})` : t("nav.myWork") },
    { href: "/bao-cao", words: t("nav.reports") },
    ...(isAdministrator
      ? [
          { href: "/quan-tri/nguoi-dung", words: t("nav.people") },
          { href: "/quan-tri/he-thong", words: t("nav.system") },
        ]
      : []),
    { href: "/tro-giup", words: t("nav.help") },
  ];
  return (
    <nav ref={rowRef} className={styles["nav"]} aria-label={t("app.mainNav")}>
      <ul>
        {items.map(({ href, words }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={location === href ? "page" : location.startsWith(`${href}/`) ? "true" : undefined}
            >
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** COM9: asked once the screen itself has what it needs. */
function useUnreadMentions(): number {
  const [isAsked, setIsAsked] = useState(false);
  useEffect(() => whenIdle(() => setIsAsked(true)), []);
  return (useMentions(isAsked).data ?? []).filter(({ isRead }) => !isRead).length;
}

function OfflineLine() {
  const { t } = useText();
  const client = useQueryClient();
  const { isOffline } = useConnection();
  return (
    <div role="status">
      {isOffline && (
        <div className={styles["offline"]}>
          <span>{t("app.offline")}</span>
          <Button size="small" onClick={() => void client.refetchQueries({ type: "active" })}>
            {t("app.tryNow")}
          </Button>
        </div>
      )}
    </div>
  );
}
