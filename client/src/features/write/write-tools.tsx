import type { ReportView } from "@dongsoan/shared/http-api";
import type { ReactNode } from "react";
import { Toolbar } from "../../editor/toolbar.tsx";
import { useText } from "../../i18n/use-text.ts";
import { SuggestToggle } from "./suggest-toggle.tsx";
import { type Zoom, zoomSteps } from "./use-layout.ts";
import { useCurrentSection } from "./use-current-section.ts";
import { useToolbarWords } from "./use-toolbar-words.ts";
import { WhyIdle } from "./why-read-only.tsx";
import { useWrite } from "./write-context.ts";

interface WriteToolsProps {
  readonly report: ReportView;
  readonly onFind: () => void;
  /** What stands at the end of the row or hangs from it. */
  readonly children: ReactNode;
}

/** The row of tools. In a section that one may not write they give way to the reason. */
export function WriteTools({ report, onFind, children }: WriteToolsProps) {
  const { registry } = useWrite();
  const { t } = useText();
  const words = useToolbarWords();
  const current = useCurrentSection();
  const mayWriteAny = report.sections.some((s) => s.may.write);
  const mayChangeAny = mayWriteAny || report.sections.some((s) => s.may.suggest);
  const closed = report.sections.find(
    ({ id, may, isHidden }) => id === current && !may.write && !may.suggest && !isHidden,
  );
  const whyIdle = closed ? <WhyIdle report={report} section={closed} /> : null;
  return (
    <div className="write-tools">
      {mayChangeAny ? (
        <Toolbar registry={registry} words={words} onFind={onFind} whyIdle={whyIdle}>
          <SuggestToggle mayWriteAny={mayWriteAny} />
        </Toolbar>
      ) : (
        <div className="toolbar">
          {whyIdle}
          <button type="button" className="button button-small" onClick={onFind}>
            {t("toolbar.find")}
          </button>
        </div>
      )}
      {children}
    </div>
  );
}

interface ZoomChoiceProps {
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
}

export function ZoomChoice({ zoom, onZoom }: ZoomChoiceProps) {
  const { t } = useText();
  return (
    <label className="zoom">
      <span className="visually-hidden">{t("toolbar.zoom")}</span>
      <select
        value={String(zoom)}
        onChange={(event) => onZoom(event.target.value === "fit" ? "fit" : Number(event.target.value))}
      >
        <option value="fit">{t("toolbar.zoomFit")}</option>
        {zoomSteps.map((step) => (
          <option key={step} value={step}>
            {Math.round(step * 100)}%
          </option>
        ))}
      </select>
    </label>
  );
}
