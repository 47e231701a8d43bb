import type { Request, Response } from "express";
import type { Result } from "@dongsoan/shared/domain";
import type { RouteName } from "@dongsoan/shared/protocol";
import type { Caller } from "../usecases/context.ts";

/** What a handler gets: who asks, and a body that was parsed by the route's schema. */
export interface Call<Body = unknown> {
  readonly caller: Caller;
  readonly credentialId: string;
  readonly id: string;
  readonly body: Body;
  readonly req: Request;
  readonly res: Response;
}

/** A file as an answer. */
export class FileAnswer {
  readonly content: Uint8Array;
  readonly type: string;
  readonly fileName: string;
  constructor(content: Uint8Array, type: string, fileName: string) {
    this.content = content;
    this.type = type;
    this.fileName = fileName;
  }
}

export type Handler = (call: Call<never>) => Promise<Result<unknown>>;
export type Handlers = Readonly<Partial<Record<RouteName, Handler>>>;
