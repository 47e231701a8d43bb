import type { SessionView } from "@dongsoan/shared/http-api";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { useText } from "../i18n/use-text.ts";
import { LocaleSwitch } from "./locale-switch.tsx";
import { SignOut } from "./sign-out.tsx";
import styles from "./menu.module.css";

/** Who I am, my account, the language, signing out: a plain disclosure, so that Tab and Escape do what people expect. */
export function AccountMenu({ session }: { readonly session: SessionView }) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const handleOutside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setIsOpen(false);
    };
    document.addEventListener("pointerdown", handleOutside);
    document.addEventListener("focusin", handleOutside);
    return () => {
      document.removeEventListener("pointerdown", handleOutside);
      document.removeEventListener("focusin", handleOutside);
    };
  }, [isOpen]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it serves the buttons and links inside
    <div
      ref={box}
      className={styles["menu"]}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        setIsOpen(false);
        opener.current?.focus();
      }}
    >
      <button
        ref={opener}
        type="button"
        className={styles["opener"]}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className={styles["name"]}>{session.user.name}</span>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 4l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
      </button>
      {isOpen && (
        <div className={styles["panel"]}>
          <p className={styles["who"]}>
            <strong>{session.user.name}</strong>
            <br />
            {session.user.unitName ?? t("account.noUnit")}
          </p>
          <Link href="/tai-khoan" onClick={() => setIsOpen(false)}>
            {t("nav.account")}
          </Link>
          <LocaleSwitch />
          <SignOut userId={session.user.id} />
        </div>
      )}
    </div>
  );
}
