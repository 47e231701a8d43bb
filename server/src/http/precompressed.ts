import { existsSync, readdirSync } from "node:fs";
import { extname } from "node:path";
import express, { type RequestHandler } from "express";

/** Forms that the build puts beside a file, best first. */
const forms = [
  { coding: "br", suffix: ".br" },
  { coding: "gzip", suffix: ".gz" },
] as const;

/** Serves files whose hashed names never change their content, each in the best form that the build made and the browser takes. */
export function serveAssets(dir: string): RequestHandler[] {
  const files = new Set(existsSync(dir) ? readdirSync(dir) : []);
  return [
    (req, res, next) => {
      const name = req.path.slice(1);
      const offered = forms.filter(({ suffix }) => files.has(name + suffix));
      if (offered.length === 0) return next();
      res.vary("Accept-Encoding");
      const form = offered.find(({ coding }) => req.acceptsEncodings(coding) === coding);
      if (form) {
        req.url = `/${name}${form.suffix}`;
        res.type(extname(name)).setHeader("content-encoding", form.coding);
      }
      next();
    },
    express.static(dir, { immutable: true, maxAge: "1y", fallthrough: false }),
  ];
}
