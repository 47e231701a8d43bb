/**
 * Version of the text schema. A client that speaks an older one is told to reload (4426): an editor deletes, for
 * everybody, what it does not know. Raise it whenever a node, mark or attribute is added.
 */
export const schemaVersion = 2;
