"""The printer agent: claims print jobs from the server, puts them on paper, says what became of them."""
