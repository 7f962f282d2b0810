/* After an upgrade of the server this page comes anew, once for each build and only between calls. */
(function () {
  "use strict";
  const A = window.Antrean;
  const ADDRESS = "/display/build", MEMORY = "reloaded";
  const PATIENCE_MS = 8000, AGAIN_MS = 5000;

  let timer = null;

  function buildOf(request) {
    try {
      return request.status === 200 ? JSON.parse(request.responseText).build : null;
    } catch (error) {
      return null;
    }
  }

  /* Only straight after an answer, for a page that is not to be had leaves the hall without any. */
  function renew(build) {
    if (!build || build === A.rules.build || A.recall(MEMORY) === build) return;
    if (!A.stage.isAtRest()) timer = window.setTimeout(ask, AGAIN_MS);
    else if (A.remember(MEMORY, build)) window.location.reload();
  }

  function ask() {
    const request = new XMLHttpRequest();
    window.clearTimeout(timer);
    request.open("GET", ADDRESS);
    request.timeout = PATIENCE_MS;
    request.onload = function () { renew(buildOf(request)); };
    request.send();
  }

  A.line.on("connect", ask);
}());
