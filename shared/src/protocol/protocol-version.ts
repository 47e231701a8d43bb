/** Version of the frames on `/sync`. A change of `frames.ts` or `control.ts` asks for a decision about it (pinned by test). */
export const protocolVersion = 3;
