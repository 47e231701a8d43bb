import { useEffect, useState } from "react";
import { followCurrentSection } from "./paper-place.ts";

/** The section that one is in: the one with the caret while it can be seen, else the one under the bars. */
export function useCurrentSection(): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => followCurrentSection(setCurrent), []);
  return current;
}
