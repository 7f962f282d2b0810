/* Only browsers without modules run this: they get what a page without script gets. */
window.setTimeout(function () { window.location.reload(); }, 15000);
