import type { ReportModel } from "@dongsoan/shared/domain";
import type { TextToRender } from "../../ports/renderer.ts";
import { renderWord } from "./render-word.ts";
import { withTexts } from "./read-texts.ts";

export interface WordJob {
  readonly model: ReportModel;
  readonly texts: readonly TextToRender[];
}

/** What a worker thread does. */
export const render = ({ model, texts }: WordJob): Promise<Uint8Array> => renderWord(withTexts(model, texts));
