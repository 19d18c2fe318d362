// On every page: the summary of what to mend is read first, and "/" goes to the search field.

document.getElementById("summary")?.focus();

// What is there to be copied is marked whole as soon as it is touched.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-whole]")) event.target.select();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});
