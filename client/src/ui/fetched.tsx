import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

const retryAfterMs = 5_000;

function FetchFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useText();
  return (
    <Notice kind="danger" isLive>
      <p>{t("common.partNotFetched")}</p>
      <div>
        <Button size="small" onClick={onRetry}>
          {t("common.retry")}
        </Button>
      </div>
    </Notice>
  );
}

/** A component whose code comes when it is first shown, or when it is asked for ahead. */
export type Fetched<Props> = ComponentType<Props> & { readonly fetchAhead: () => void };

/**
 * Puts a component's code in a chunk of its own. Not `React.lazy`: React keeps a Suspense fallback on the screen for at
 * least 300 ms (react-dom 19.2, `FALLBACK_THROTTLE_MS`), and a chunk that the line does not bring would take the whole
 * page away, with whatever is being typed in it. What does not come is asked for again, by itself and by a button.
 *
 * @param Waiting stands in its place until then.
 * @param Failed says that it did not come; by default a notice.
 */
export function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: (props: Props) => ReactNode = () => null,
  Failed: (props: Props & { readonly onRetry: () => void }) => ReactNode = FetchFailed,
): Fetched<Props> {
  let known: ComponentType<Props> | null = null;
  const fetchIt = async () => (known = await load());

  function Part(props: Props) {
    // Components are functions, which React would call as a state's initial value or update: hence the arrows.
    const [Component, setComponent] = useState(() => known);
    const [hasFailed, setHasFailed] = useState(false);
    const [attempt, setAttempt] = useState(0);
    useEffect(() => {
      if (Component) return undefined;
      let isLeft = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      fetchIt().then(
        (fresh) => {
          if (!isLeft) setComponent(() => fresh);
        },
        () => {
          if (isLeft) return;
          setHasFailed(true);
          timer = setTimeout(() => setAttempt((n) => n + 1), retryAfterMs);
        },
      );
      return () => {
        isLeft = true;
        clearTimeout(timer);
      };
    }, [Component, attempt]);
    if (Component) return <Component {...props} />;
    if (hasFailed) return <Failed {...props} onRetry={() => setAttempt((n) => n + 1)} />;
    return <Waiting {...props} />;
  }

  return Object.assign(Part, {
    // A failure is met, and shown, when the part itself is shown.
    fetchAhead: () => void fetchIt().catch(() => undefined),
  });
}
