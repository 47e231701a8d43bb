// The attacker, in a process of its own so that the honest pair's clock does not stop with it. Takes `{ connection, attack,
// victim }` as its argument, says "ready" when its bytes are there, strikes at the first message, and tells what became of it.
import { Client } from "../generator/client.mjs";
import { waitFor } from "../measure.mjs";
import { attacks, tools } from "./attacks.mjs";

const { connection, attack, victim, afterMs } = JSON.parse(process.argv[2]);
const client = new Client(connection);
await client.synced;
const strike = attack === "none" ? () => {} : attacks[attack](tools(connection.prefix, victim));
process.once("message", () => void act());
process.send({ kind: "ready" });

async function act() {
  await Promise.race([strike(client.socket), waitFor(() => client.closed !== null, 20_000)]);
  process.send({ kind: "struck" });
  await waitFor(() => client.closed !== null, afterMs);
  process.send({ kind: "done", closed: client.closed?.code ?? null }, () => process.exit(0));
}
