import { countRefusedTexts, localStoreNames, textPrefix } from "./local-store.ts";
import { countUnacknowledged, emptyAcknowledged } from "./local-text.ts";
import { openTexts, type OpenTextFacts } from "./open-texts.ts";

/** Of older browsers, which do not tell the names, only what is open in this page is known. */
const textNames = async (userId: string): Promise<readonly string[]> =>
  [...((await localStoreNames()) ?? [])].filter((name) => name.startsWith(textPrefix(userId)));

/** What the server does not have of this person's texts: in this page, and on this machine from earlier. */
export async function unsavedTexts(userId: string): Promise<OpenTextFacts> {
  await Promise.all(openTexts().map((texts) => texts.tidy()));
  const open = openTexts().map((texts) => texts.facts());
  const inPage = open.reduce((sum, facts) => sum + facts.unsavedCount, 0);
  const isKeptHere = open.every((facts) => facts.isKeptHere || facts.unsavedCount === 0);
  try {
    const onMachine =
      (await countUnacknowledged(await textNames(userId))) + (await countRefusedTexts(userId));
    return { unsavedCount: Math.max(inPage, onMachine), isKeptHere };
  } catch {
    // This machine's store cannot be read: what the page itself knows must do.
    return { unsavedCount: inPage, isKeptHere };
  }
}

/** After signing out: what the server has is no longer left on this machine. What it has not stays for the same person. */
export async function leaveTexts(userId: string): Promise<void> {
  for (const texts of openTexts()) texts.close();
  try {
    await emptyAcknowledged(await textNames(userId));
  } catch {
    // A store that cannot be opened cannot be emptied either; signing out must not fail by it.
  }
}
