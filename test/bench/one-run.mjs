// One workload on one target, in a process of its own: `{ workload, target, options }` is the argument, the result goes by IPC.
import { checkReach } from "./generator/update-reach.mjs";
import { targets } from "./targets.mjs";
import { hostile } from "./workloads/hostile.mjs";
import { joins } from "./workloads/joins.mjs";
import { kill } from "./workloads/kill.mjs";
import { memory } from "./workloads/memory.mjs";
import { saturation } from "./workloads/saturation.mjs";
import { typing } from "./workloads/typing.mjs";

const runs = { typing, saturation, joins, memory, kill, hostile };
const { workload, target, options } = JSON.parse(process.argv[2]);
checkReach();
const result = await runs[workload](targets[target], options);
process.send(result, () => process.exit(0));
