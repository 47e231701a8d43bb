import { AppError, type SectionModel } from "@dongsoan/shared/domain";
import type { ReportRenderer, TextToRender } from "../../ports/renderer.ts";
import { idlePool, isOutOfMemory } from "../threads/idle-pool.ts";
import { render, type WordJob } from "./docx-tasks.ts";

/** Files are made one after the other: each may need the thread's whole memory. */
const maxThreads = 1;
/** A report of 12,000 paragraphs takes 1.8 GB while its file is made; one that takes all of the machine is refused. */
const maxThreadMemoryMb = 3_072;
/** Ten sections as large as a section may be. */
const maxTextBytes = 80_000_000;
/** A file of a few pages is made in less time than a thread needs to come. */
const smallTextBytes = 32_000;
const smallBlockCount = 200;

/** Word files on a thread of their own; none is there before the first large one. */
export function pooledDocxRenderer(): ReportRenderer {
  const pool = idlePool<WordJob, Uint8Array>(import.meta.url, "docx-tasks", {
    maxThreads,
    maxThreadMemoryMb,
  });
  return {
    async render(model, texts = []) {
      const byteCount = texts.reduce((sum, { updates }) => sum + sizeOf(updates), 0);
      if (byteCount > maxTextBytes) throw tooLarge();
      if (byteCount <= smallTextBytes && blockCountOf(model.sections) <= smallBlockCount)
        return render({ model, texts });
      try {
        return await pool.run({ model, texts: texts.map(trimmed) }, { name: "render" });
      } catch (error) {
        throw isOutOfMemory(error) ? tooLarge(error) : error;
      }
    },
    close: () => pool.destroy(),
  };
}

const sizeOf = (updates: readonly Uint8Array[]): number =>
  updates.reduce((sum, { length }) => sum + length, 0);

const blockCountOf = (sections: readonly SectionModel[]): number =>
  sections.reduce((sum, { blocks, children }) => sum + blocks.length + blockCountOf(children), 0);

/** A view into a larger buffer (a database driver's chunk) would be copied with the whole buffer. */
const trimmed = (text: TextToRender): TextToRender => ({
  ...text,
  updates: text.updates.map((bytes) => new Uint8Array(bytes)),
});

const tooLarge = (cause?: unknown): AppError =>
  new AppError("too-large", "the report is too large for one file", { cause });
