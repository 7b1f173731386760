// Finds the sections that hold every word; without script the list of lessons serves as well.
function search(entries) {
  const form = document.querySelector(".search"), input = form.querySelector("input");
  const list = document.getElementById("found"), count = document.getElementById("count");
  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(word => word.length > 1);
    const hits = words.length ? entries.filter(entry => words.every(word => entry.text.includes(word))) : [];
    count.textContent = words.length ? `${hits.length} section${hits.length === 1 ? "" : "s"}` : "";
    list.replaceChildren(...hits.slice(0, 30).map(entry => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = entry.href;
      link.textContent = `${entry.lesson}: ${entry.title}`;
      item.append(link);
      return item;
    }));
  });
}
