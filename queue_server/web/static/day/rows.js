/** Lists that change often: every item keeps its element, so that nobody's button moves away under the hand. */

/**
 * Make `list` hold one element an item, in their order. `keyOf(item)` says which is which, `build(item)` makes the element of
 * a new one, `paint(element, item)` tells it anew.
 */
export function keepRows(list, items, { keyOf, build, paint }) {
  const keys = items.map((item) => String(keyOf(item)));
  [...list.children].filter((element) => !keys.includes(element.dataset.key)).forEach((element) => element.remove());
  items.forEach((item, place) => {
    const known = [...list.children].find((element) => element.dataset.key === keys[place]);
    const element = known || build(item);
    element.dataset.key = keys[place];
    if (list.children[place] !== element) list.insertBefore(element, list.children[place] || null);
    paint(element, item);
  });
}
