import { byId } from "./element.js";
import { ask, Refusal } from "./server.js";

/**
 * Signing in and out. The token itself never comes here: the server keeps it in a cookie that scripts cannot read.
 *
 * @param {{ tell: (error: unknown) => void, changed: (signedIn: boolean) => void }} of
 */
export function account(of) {
  const door = byId("account", HTMLButtonElement);
  const dialog = byId("sign-in", HTMLDialogElement);
  const form = byId("sign-in-form", HTMLFormElement);
  const wrong = byId("sign-in-wrong", HTMLParagraphElement);
  /** @type {string | undefined} */
  let name;

  /** @param {{ name: string } | null} user */
  function set(user) {
    name = user?.name;
    door.textContent = name === undefined ? "Sign in" : "Sign out";
    door.title = name === undefined ? "" : `Signed in as ${name}`;
    of.changed(name !== undefined);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    try {
      const { body } = await ask("POST", "/shop/session", { user: given.get("user"), password: given.get("password") });
      set(body.user);
      dialog.close("signed-in");
    } catch (error) {
      wrong.textContent = error instanceof Refusal ? error.message : "Something went wrong. Try again in a moment.";
      byId("password", HTMLInputElement).select();
    }
  });

  /** Asks who it is; true once somebody is signed in, false if they would rather not. @returns {Promise<boolean>} */
  const signIn = () =>
    new Promise((resolve) => {
      form.reset();
      wrong.textContent = "";
      dialog.returnValue = "";
      dialog.showModal();
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "signed-in"), { once: true });
    });

  door.addEventListener("click", async () => {
    if (name === undefined) return void (await signIn());
    await ask("DELETE", "/shop/session").then(() => set(null), of.tell);
  });

  return {
    signIn,
    signedIn: () => name !== undefined,
    /** the session ended elsewhere */
    forget: () => set(null),
    load: () =>
      ask("GET", "/shop/session").then(
        ({ body }) => set(body.user),
        () => set(null),
      ),
  };
}
