import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type Commune, setUpCommune } from "./commune.ts";
import { RunningServer } from "./running-server.ts";

/** What the browser tests of a file play on; its parts are there from the first test on. */
export interface Stage {
  readonly server: RunningServer;
  readonly browser: Browser;
  readonly commune: Commune;
}

/** For the head of a `describe`: a server with a commune, and a browser, before its tests; both end after them. */
export function setUpStage(): Stage {
  const stage = {} as { -readonly [Part in keyof Stage]: Stage[Part] };
  beforeAll(async () => {
    [stage.server, stage.browser] = await Promise.all([RunningServer.start(), launchBrowser()]);
    stage.commune = await setUpCommune(stage.server);
  });
  afterAll(async () => {
    await stage.browser.close();
    await stage.server.stop();
  });
  return stage;
}
