import { type Html, html } from "./html.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Words in a picture that end in … where there is no more room. Only the browser knows how wide its letters are. */
export const fitted = ({ x, y, width }: Place, text: string, look: "name" | "small"): Html =>
  html`<foreignObject x="${x}" y="${y}" width="${width}" height="20"><div class="fitted is-${look}" title="${text}">${text}</div></foreignObject>`;
