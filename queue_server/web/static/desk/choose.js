/** Mark the counter this computer used last and put the focus on it. */
const main = document.querySelector(".choose");
const last = window.localStorage.getItem(`antrean.desk.${main.dataset.branch}`);
const card = Array.from(main.querySelectorAll("[data-counter]")).find((one) => one.dataset.counter === last);
if (card) {
  card.querySelector("[data-role=yours]").hidden = false;
  card.focus();
}
