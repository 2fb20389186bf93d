// Elements, made in one expression.

type Child = Node | string | number | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes and children; `true` is an attribute without a value, undefined and false are none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children
      .filter((child): child is Node | string | number => child !== undefined && child !== false)
      .map((child) => (typeof child === "number" ? String(child) : child)),
  );
  return element;
}

/** The one element that a selector means. */
export function one<E extends HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`there is no ${selector}`);
  return found;
}

let identities = 0;
/** An id that no other element of the page has. */
export const freshId = (word: string): string => `${word}-${++identities}`;

/** A titled part of a view. */
export function panel(title: string, attributes: Attributes, ...children: Child[]): HTMLElement {
  const id = freshId("panel");
  return h(
    "section",
    { ...attributes, class: `panel ${attributes.class ?? ""}`, "aria-labelledby": id },
    h("h2", { id }, title),
    ...children,
  );
}
