import { must } from "@dongsoan/shared/domain";
import { paths, type RouteName } from "@dongsoan/shared/protocol";

/** A person with a session, calling the REST commands as the page does. */
export class TestPerson {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  cookie = "";

  constructor(url: string, username: string, password: string) {
    this.url = url;
    this.username = username;
    this.password = password;
  }

  /** Sends a command; `params` fill the path. The answer is given whatever its status. */
  async send(
    route: RouteName,
    {
      params = {},
      body,
      raw,
      headers = {},
    }: {
      params?: Record<string, string>;
      body?: unknown;
      raw?: Uint8Array;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Response> {
    const [method, path] = paths[route].split(" ") as [string, string];
    const filled = path.replace(/:(\w+)/g, (_, name: string) => must(params[name], `path parameter ${name}`));
    const isJson = body !== undefined;
    const response = await fetch(`${this.url}${filled}`, {
      method,
      headers: {
        origin: this.url,
        ...(this.cookie === "" ? {} : { cookie: this.cookie }),
        ...(isJson ? { "content-type": "application/json" } : {}),
        ...(raw ? { "content-type": "application/octet-stream" } : {}),
        ...headers,
      },
      ...(isJson ? { body: JSON.stringify(body) } : raw ? { body: Buffer.from(raw) } : {}),
    });
    const cookies = response.headers.getSetCookie().map((c) => c.split(";")[0] ?? "");
    if (cookies.length > 0) this.cookie = cookies.join("; ");
    return response;
  }

  /** Sends a command that must succeed, and returns its JSON (or null where there is none). */
  async call<T>(route: RouteName, options: Parameters<TestPerson["send"]>[1] = {}): Promise<T> {
    const response = await this.send(route, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text.slice(0, 400)}`);
    return (text === "" ? null : JSON.parse(text)) as T;
  }

  async signIn(): Promise<void> {
    await this.call("signIn", { body: { username: this.username, password: this.password } });
  }
}
