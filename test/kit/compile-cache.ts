import { fileURLToPath } from "node:url";

/**
 * Threads that a test starts from TypeScript would each load Node's own stripper, which is WebAssembly: half of their
 * time, and hundreds of them in one process now and then met a fault of V8 there (nodejs/node issue 64500). Once
 * stripped, a file is read from here.
 */
export function setCompileCache(): void {
  process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
    new URL("../../node_modules/.cache/node-compile", import.meta.url),
  );
}
