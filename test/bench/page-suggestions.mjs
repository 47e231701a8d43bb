// A section full of open suggestions, made by somebody who suggests on the plain endpoint.
import { letterRecord } from "../kit/random-suggestion.ts";
import { AckClient } from "../kit/ack-client.ts";
import { sleep } from "./measure.mjs";

const gapMs = 15;

/** Half of them put a figure in, half strike one word's letters, spread evenly over all paragraphs. */
export async function suggestMany(person, sectionId, count) {
  const { user } = await person.call("session");
  const line = new AckClient(person, sectionId, "suggest");
  await line.synced;
  const texts = line.doc
    .getXmlFragment("content")
    .toArray()
    .map((paragraph) => paragraph.get(0));
  const each = Math.ceil(count / texts.length);
  let made = 0;
  for (const text of texts) {
    const step = Math.floor(text.length / (each + 1));
    // From the end, so that places stay where they were.
    for (let i = each; i >= 1 && made < count; i -= 1) {
      const id = crypto.randomUUID();
      const at = i * step;
      await line.saved(() => {
        if (made % 2 === 0) text.insert(at, " 97", letterRecord("ins", user.id, id));
        else text.format(at, 4, letterRecord("del", user.id, id));
      });
      made += 1;
      // As fast as the server lets one person write.
      await sleep(gapMs);
    }
  }
  line.leave();
  return made;
}
