// Parts of a page that only the server can word: they are read anew once something has happened.

let reading = false;
let again = false;

async function read() {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-part]")) {
      const now = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
    }
  } catch {
    // The server is away: what is shown stays until something else happens.
  }
}

/** Bring state, times and links to what the server says; calls that come together count as one. */
export async function renew() {
  again = true;
  if (reading) return;
  reading = true;
  while (again) {
    again = false;
    await read();
  }
  reading = false;
}
