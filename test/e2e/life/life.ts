import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { expect } from "vitest";
import { launchBrowser } from "../../kit/browser.ts";
import { RunningServer } from "../../kit/running-server.ts";
import type { Hand } from "../pages/hand.ts";
import { Worker } from "../pages/worker.ts";

export const office = { name: "UBND xã Suối Ngàn", parentAgency: "UBND TỈNH AN BÌNH", place: "Suối Ngàn" };
export const units = {
  police: "Công an xã",
  economy: "Phòng Kinh tế",
  culture: "Phòng Văn hóa – Xã hội",
  office: "Văn phòng HĐND và UBND",
} as const;
const password = "suối chảy qua mười bốn bản";
export const accounts = {
  admin: { name: "Lò Văn Quản", username: "quantri", password },
  coordinator: { name: "Trần Thị Hà", username: "tonghop", password },
  police: { name: "Nguyễn Văn An", username: "congan", password },
  economy: { name: "Phạm Minh Khôi", username: "kinhte", password },
  culture: { name: "Vi Thị Mận", username: "vanhoa", password },
} as const;
export type Role = keyof typeof accounts;

export const subject = "Kết quả thực hiện Chương trình giao lưu biên giới";
export const symbol = "BC-UBND";
export const signer = "Hà Công Trực";
const file = fileURLToPath(new URL("../../fixtures/bao-cao-suoi-ngan.txt", import.meta.url));
export const importedText = readFileSync(file, "utf8");

/** Titles of the sections, as they are from the preview on. */
export const titles = {
  situation: "ĐẶC ĐIỂM TÌNH HÌNH",
  difficulties: "Khó khăn, vướng mắc",
  results: "KẾT QUẢ THỰC HIỆN",
  order: "Công tác bảo đảm an ninh, trật tự",
  culture: "Văn hóa – xã hội",
  economy: "Phát triển kinh tế",
  digital: "Chuyển đổi số ở các bản",
  foreign: "CÔNG TÁC ĐỐI NGOẠI",
  faults: "TỒN TẠI, HẠN CHẾ",
  tasks: "NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM",
} as const;

/** What the departments add in the course of the story. */
export const typed = {
  order: " Lực lượng hai bên giao ban 6 lần.",
  culture: " Có 9 đội văn nghệ.",
  economyStart: "Sáu tháng qua: ",
  economyEnd: " Thu phí chợ 45 triệu đồng.",
  participants: " Riêng bản Nà Khoang có 80 người.",
  offline: " Câu này viết khi mất mạng.",
  digital: "Mười một bản đã có tổ công nghệ số cộng đồng.",
} as const;

/** One report from the first start of the server to its seal, lived through with one kind of hand. */
export class Life {
  readonly hand: Hand;
  readonly workers = new Map<Role, Worker>();
  #server: RunningServer | null = null;
  #browser: Browser | null = null;
  /** The sealed package and the Word file, where the browser saved them. */
  packagePath = "";

  constructor(hand: Hand) {
    this.hand = hand;
  }

  async begin(): Promise<void> {
    [this.#server, this.#browser] = await Promise.all([RunningServer.start(), launchBrowser()]);
  }

  async end(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.stop();
  }

  get server(): RunningServer {
    if (!this.#server) throw new Error("the server is not started");
    return this.#server;
  }

  /** A browser of one's own. */
  async sitDown(role: Role): Promise<Worker> {
    if (!this.#browser) throw new Error("the browser is not started");
    const worker = await Worker.sitDown(this.#browser, this.hand);
    this.workers.set(role, worker);
    return worker;
  }

  at(role: Role): Worker {
    const worker = this.workers.get(role);
    if (!worker) throw new Error(`nobody sits there: ${role}`);
    return worker;
  }

  /** No page had an error; and who works by keyboard never touched a pointer. */
  expectCleanHands(): void {
    for (const [role, worker] of this.workers) {
      expect(worker.errors, role).toEqual([]);
      if (this.hand.kind === "keyboard") expect(worker.pointerCount, role).toBe(0);
      else expect(worker.pointerCount, role).toBeGreaterThan(0);
    }
  }
}
