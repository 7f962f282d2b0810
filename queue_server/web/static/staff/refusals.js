/** The sentence of a refusal: the server's own, or the page's when no server answered. */
import { hasWord, t } from "../shared/js/words.js";

/** One sentence a person can act on. */
export function sentenceOf(refusal) {
  if (refusal.detail) return refusal.detail;
  const key = `common.refusal.${refusal.code}`;
  return hasWord(key) ? t(key) : refusal.message;
}
