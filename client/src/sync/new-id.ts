import { uuidv4 } from "lib0/random";

/** A random id. `crypto.randomUUID` is missing where the page is served by plain http, as in many closed networks. */
export const newId = (): string => uuidv4();
