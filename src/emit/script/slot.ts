/** How a value may be put where a text stands; or why it may not. */
export type Slot = { readonly as: "word" | "double" | "heredoc" | "single" | "raw" } | { readonly refused: string };
