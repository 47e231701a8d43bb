import { recordAttributes } from "@dongsoan/shared/schema";
import type { Extensions, Node as NodeExtension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

/** The table extension's own view: it draws the element itself, and nothing of the schema's attributes. */
declare class TableView implements NodeView {
  constructor(...given: never[]);
  readonly dom: HTMLElement;
  readonly table: HTMLTableElement;
  readonly node: Node;
  update(node: Node): boolean;
}

/** The table as the extension draws it, with the records that say that it is to come or to go. */
export const withRecordTables = (extensions: Extensions): Extensions =>
  extensions.map((extension) => {
    if (extension.name !== "table") return extension;
    const table = extension as NodeExtension<{ readonly View: typeof TableView }>;
    return table.configure({ View: showingRecords(table.options.View) });
  });

function showingRecords(Base: typeof TableView): typeof TableView {
  return class extends Base {
    constructor(...given: never[]) {
      super(...given);
      this.#show();
    }

    override update(node: Node): boolean {
      if (!super.update(node)) return false;
      this.#show();
      return true;
    }

    #show(): void {
      for (const name of recordAttributes) {
        const value: unknown = this.node.attrs[name];
        if (typeof value === "string") this.table.setAttribute(`data-${name.toLowerCase()}`, value);
        else this.table.removeAttribute(`data-${name.toLowerCase()}`);
      }
    }
  };
}
