/*
 * Before everything else, and in ES3, so that a TV that cannot read the other scripts reads this one: it says that the
 * browser is too old when the page has not started five seconds after all of it came, or at once when a script is not
 * understood.
 */
(function () {
  var WAIT_MS = 5000;
  var root = document.documentElement;
  var before = window.onerror;

  function write(id, text) {
    var element = document.getElementById(id);
    if (element && element.firstChild) element.removeChild(element.firstChild);
    if (element) element.appendChild(document.createTextNode(text));
  }

  function complain() {
    var box = document.getElementById("connecting");
    if (root.getAttribute("data-view") || !box) return;
    write("connecting-title", box.getAttribute("data-old"));
    write("connecting-text", box.getAttribute("data-old-text"));
  }

  window.onerror = function (message) {
    if (/syntax|unexpected|parse error|block-scoped/i.test(String(message))) complain();
    return before ? before.apply(this, arguments) : false;
  };
  window.onload = function () { window.setTimeout(complain, WAIT_MS); };
}());
