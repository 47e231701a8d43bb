import { words } from "./words.ts";
import type { Worker } from "./worker.ts";

type TreeEdit = "demote" | "merge" | "promote";
const treeKeys: Readonly<Record<TreeEdit, string>> = {
  demote: "Alt+ArrowRight",
  merge: "Control+m",
  promote: "Alt+ArrowLeft",
};

/** A new report: the text goes in, the preview is put right, then it is created. */
export class NewReportPage {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  get tree() {
    return this.#worker.page.getByRole("tree", { name: words("preview.tree") });
  }

  /** The tree in reading order, as it reads on the screen. */
  rows(): Promise<readonly string[]> {
    return this.tree.getByRole("treeitem").evaluateAll((items) =>
      items.map((item) =>
        [...item.children]
          .slice(0, 2)
          .map((part) => part.textContent)
          .join(" "),
      ),
    );
  }

  row(title: string) {
    return this.tree.getByRole("treeitem", { name: title });
  }

  field(
    key:
      | "header.addressees"
      | "header.place"
      | "header.recipients"
      | "header.signatureName"
      | "header.subject"
      | "header.symbol"
      | "header.typeName",
  ) {
    return this.#worker.page.getByLabel(words(key), { exact: true });
  }

  async open(): Promise<void> {
    const { hand, page } = this.#worker;
    const nav = page.getByRole("navigation", { name: words("app.mainNav") });
    await hand.press(nav.getByRole("link", { name: words("nav.reports"), exact: true }));
    await hand.press(page.getByRole("link", { name: words("reports.new") }).first());
    await page.getByRole("heading", { level: 1, name: words("new.title") }).waitFor();
  }

  /** Dropped from the desktop onto the page. */
  async dropFile(fileName: string, content: string): Promise<void> {
    const { page } = this.#worker;
    const dropped = await page.evaluateHandle(
      ([name, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text as string], name as string, { type: "text/plain" }));
        return data;
      },
      [fileName, content],
    );
    const place = page.getByText(words("new.drop"), { exact: true });
    for (const event of ["dragenter", "dragover", "drop"])
      await place.dispatchEvent(event, { dataTransfer: dropped });
    await this.tree.waitFor();
  }

  /** Out of the clipboard into the field. */
  async pasteText(text: string): Promise<void> {
    const { hand, page } = this.#worker;
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await hand.reach(page.getByLabel(words("new.paste"), { exact: true }));
    await page.keyboard.press("Control+v");
    await hand.press(page.getByRole("button", { name: words("new.preview"), exact: true }));
    await this.tree.waitFor();
  }

  /** By the button over the tree, or by the key that the tree has for it. */
  async edit(title: string, what: TreeEdit): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.pick(this.row(title), this.tree);
    if (hand.kind === "keyboard") await page.keyboard.press(treeKeys[what]);
    else await hand.press(page.getByRole("button", { name: words(`preview.${what}`) }));
  }

  async rename(title: string, newTitle: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.pick(this.row(title), this.tree);
    if (hand.kind === "keyboard") await page.keyboard.press("F2");
    else await hand.press(page.getByRole("button", { name: words("preview.rename"), exact: true }));
    const dialog = page.getByRole("dialog", { name: words("preview.rename") });
    await hand.write(dialog.getByLabel(words("outline.name")), newTitle);
    await hand.press(dialog.getByRole("button", { name: words("preview.rename"), exact: true }));
    await dialog.waitFor({ state: "detached" });
  }

  /** Makes a paragraph of a section the title of a new one. */
  async split(title: string, paragraph: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.pick(this.row(title), this.tree);
    const button = page.getByRole("button", { name: `${words("preview.split.at")}: ${paragraph}` });
    await hand.press(button);
  }

  /** Puts a section right before the one that stands over it: dragged, or moved by keys. */
  async moveAbove(title: string, other: string): Promise<void> {
    const { hand, page } = this.#worker;
    if (hand.kind === "mouse") await this.row(title).dragTo(this.row(other));
    else {
      await hand.pick(this.row(title), this.tree);
      await page.keyboard.press("Alt+ArrowUp");
    }
  }

  async create(): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.press(page.getByRole("button", { name: words("preview.create"), exact: true }).first());
    await page.getByRole("heading", { level: 1, name: words("outline.title") }).waitFor();
  }
}
