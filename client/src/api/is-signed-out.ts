import { ApiError } from "./api-error.ts";
import { call } from "./call.ts";

/** Asked by a socket that cannot get in: a browser does not tell a refused upgrade from a lost network. */
export async function isSignedOut(): Promise<boolean> {
  try {
    await call("session");
    return false;
  } catch (error) {
    return error instanceof ApiError && error.status === 401;
  }
}
