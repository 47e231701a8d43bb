import { useQueryClient } from "@tanstack/react-query";
import type { SessionView } from "@dongsoan/shared/http-api";
import { markSignedIn } from "../api/connection-store.ts";
import { keys } from "../api/queries.ts";
import { useText } from "../i18n/use-text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { fetched } from "../ui/fetched.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const SignInForm = fetched(
  async () => (await import("../features/sign-in/sign-in-form.tsx")).SignInForm,
  () => <Skeleton lineCount={3} />,
);

/** Over the page, which stays mounted with everything typed. Another person starts afresh instead. */
export function SessionExpired({ session }: { readonly session: SessionView }) {
  const { t } = useText();
  const client = useQueryClient();
  return (
    <Dialog title={t("expired.title")}>
      <p>{t("expired.text")}</p>
      <SignInForm
        initialUsername={session.user.username}
        onSignedIn={(fresh) => {
          if (fresh.user.id !== session.user.id) {
            window.location.assign("/");
            return;
          }
          client.setQueryData(keys.session, fresh);
          markSignedIn();
          void client.invalidateQueries();
        }}
      />
    </Dialog>
  );
}
