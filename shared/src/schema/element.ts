/** What the parse rules read of a DOM element. `shared` has no DOM types, so that it runs on the server too. */
export interface ElementLike {
  readonly style: { readonly fontWeight: string; readonly fontStyle: string };
  getAttribute(name: string): string | null;
}
