import { expect, test } from "vitest";
import { escaped, html } from "./html.ts";

test("what is put in is escaped, in text and between quotes, once", () => {
  const hostile = `"><img src=x onerror='alert(1)'>&amp;`;
  const inner = html`<b title="${hostile}">${hostile}</b>`;
  expect(inner.text).not.toMatch(/<img|onerror='/);
  expect(html`<p>${inner}${[inner, "<i>"]}${undefined}${false}${3}</p>`.text).toBe(
    `<p>${inner.text}${inner.text}&lt;i&gt;3</p>`,
  );
});

test.each([
  ["a colour's beginning", "\u001b[31m", "⟨1b⟩[31m"],
  ["text turned around", "a\u202eb", "a⟨202e⟩b"],
  ["a null", "\0", "⟨00⟩"],
  ["lines and tabs stay", "a\n\tb\r\nc", "a\n\tb\nc"],
  ["a family of emoji stays", "👩\u200d👧", "👩\u200d👧"],
])("%s", (_name, text, shown) => {
  expect(escaped(text)).toBe(shown);
});
