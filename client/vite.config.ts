import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

/** Screens and their parts stay files of their own: the server looks the writing page up by its name (`page-hints`). */
const isScreen = (id: string) => id.includes("/client/src/features/");

/** The page. `source` reads the shared package as TypeScript, so neither dev nor build waits for its `dist`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress()],
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  build: {
    target: "es2022",
    outDir: "dist",
    sourcemap: true,
    // Tells the server which files a report's page is going to ask for.
    manifest: true,
    // Content-Security-Policy has no room for inlined data: scripts; small pictures stay files as well.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // One file for what every page needs, one for what the same screens share: a browser asks for six at a time, and
        // the writing page's code came in 21 files, some of a few hundred bytes.
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"] },
            { name: "shared", test: (id) => !isScreen(id), entriesAware: true },
          ],
        },
        // By itself rolldown names a shared file after everything that shares it.
        chunkFileNames: ({ name }) => `assets/${name.split("~")[0]}-[hash].js`,
      },
    },
  },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:3000",
      "/sync": { target: "ws://127.0.0.1:3000", ws: true },
    },
  },
});
