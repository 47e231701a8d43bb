import {
  type Actor,
  parseReportId,
  parseSectionId,
  type ReportId,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { ClientControl, PresentPerson, ServerControl } from "@dongsoan/shared/protocol";
import type { Fanout, Hint } from "../ports/fanout.ts";
import type { CaretOwner } from "../sync/awareness.ts";

/** Presence is told at most this often per report: it informs, it is not a caret. */
const presenceEveryMs = 100;

export interface ReportChannelsDeps {
  readonly fanout: Fanout;
  readonly mayRead: (actor: Actor, reportId: ReportId) => Promise<boolean>;
  /** May this person know that somebody is in this section? */
  readonly isHidden: (actor: Actor, reportId: ReportId, sectionId: SectionId) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

interface Page {
  readonly actor: Actor;
  readonly owner: CaretOwner;
  readonly tell: (message: ServerControl) => void;
  readonly watching: Set<ReportId>;
  here: { readonly reportId: ReportId; readonly sectionId: SectionId | null } | null;
}

export interface PageChannel {
  hear(message: ClientControl): void;
  leave(): void;
}

/** Channel 0 of every open page: what changed in the reports it watches, and who is in them. */
export class ReportChannels {
  readonly #deps: ReportChannelsDeps;
  readonly #pages = new Set<Page>();
  readonly #dirty = new Set<ReportId>();
  #timer: NodeJS.Timeout | null = null;
  readonly #unsubscribe: () => void;

  constructor(deps: ReportChannelsDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.fanout.subscribe((hint) => this.#hear(hint));
  }

  enter(actor: Actor, owner: CaretOwner, tell: (message: ServerControl) => void): PageChannel {
    const page: Page = { actor, owner, tell, watching: new Set(), here: null };
    this.#pages.add(page);
    return {
      hear: (message) => {
        this.#receive(page, message).catch(this.#deps.onError);
      },
      leave: () => {
        this.#pages.delete(page);
        for (const reportId of page.watching) this.#touch(reportId);
      },
    };
  }

  close(): void {
    this.#unsubscribe();
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #receive(page: Page, message: ClientControl): Promise<void> {
    if (message.type === "ping") return page.tell({ type: "pong" });
    const reportId = parseReportId(message.reportId);
    if (!reportId) return;
    if (message.type === "unwatch") {
      page.watching.delete(reportId);
      if (page.here?.reportId === reportId) page.here = null;
      return this.#touch(reportId);
    }
    // A report that may not be read is answered with nothing, like one that does not exist.
    if (!page.watching.has(reportId) && !(await this.#deps.mayRead(page.actor, reportId))) return;
    page.watching.add(reportId);
    if (message.type === "here")
      page.here = {
        reportId,
        sectionId: message.sectionId === null ? null : parseSectionId(message.sectionId),
      };
    this.#touch(reportId);
  }

  #hear(hint: Hint): void {
    if (hint.kind === "person" || hint.kind === "rights") {
      for (const page of this.#pages)
        if (page.actor.userId === hint.userId) page.tell({ type: "mine-changed" });
      return;
    }
    if (hint.kind === "comments") {
      this.#tellComments(hint.reportId, hint.sectionId).catch(this.#deps.onError);
      return;
    }
    if (hint.kind === "damaged") return; // the page hears of it once it is on record
    for (const page of this.#pages)
      if (page.watching.has(hint.reportId)) page.tell({ type: "report-changed", reportId: hint.reportId });
    // Who may see whom may have changed with it.
    this.#touch(hint.reportId);
  }

  /** COM8: that somebody comments on a section is told to those alone who may read it. */
  async #tellComments(reportId: ReportId, sectionId: SectionId): Promise<void> {
    const answers = new Map<string, Promise<boolean>>();
    for (const page of this.#pages) {
      if (!page.watching.has(reportId)) continue;
      const { actor } = page;
      const hidden = answers.get(actor.userId) ?? this.#deps.isHidden(actor, reportId, sectionId);
      answers.set(actor.userId, hidden);
      if (!(await hidden)) page.tell({ type: "comments-changed", reportId, sectionId });
    }
  }

  #touch(reportId: ReportId): void {
    this.#dirty.add(reportId);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const reports = [...this.#dirty];
      this.#dirty.clear();
      for (const id of reports) this.#tellPresence(id).catch(this.#deps.onError);
    }, presenceEveryMs);
  }

  async #tellPresence(reportId: ReportId): Promise<void> {
    // Asked once a person and section, whatever the number of pages; also whether they may read the report still.
    const answers = new Map<string, Promise<boolean>>();
    const once = (key: string, ask: () => Promise<boolean>) => {
      const known = answers.get(key) ?? ask();
      answers.set(key, known);
      return known;
    };
    const hides = (actor: Actor, sectionId: SectionId) =>
      once(`${actor.userId} ${sectionId}`, () => this.#deps.isHidden(actor, reportId, sectionId));
    const pages: Page[] = [];
    for (const page of this.#pages) {
      if (!page.watching.has(reportId)) continue;
      const { actor } = page;
      if (await once(actor.userId, () => this.#deps.mayRead(actor, reportId))) pages.push(page);
      else page.watching.delete(reportId);
    }
    for (const receiver of pages) {
      const people: PresentPerson[] = [];
      for (const { actor, owner, here } of pages) {
        // Other pages watch too (the outline, a list of work): whoever has the paper open says where they are.
        if (here?.reportId !== reportId) continue;
        const { sectionId } = here;
        // PERM18: also for whoever says so: nobody is seen where they may not be.
        const isHidden =
          sectionId !== null && ((await hides(actor, sectionId)) || (await hides(receiver.actor, sectionId)));
        people.push({
          userId: actor.userId,
          name: owner.name,
          initials: owner.initials,
          unitName: owner.unitName,
          sectionId: isHidden ? null : sectionId,
        });
      }
      receiver.tell({ type: "presence", reportId, people });
    }
  }
}
