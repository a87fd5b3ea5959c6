// The page of `dateline review --html`: decisions are kept on the page and saved as a file.
const decisions = {};

function decide(id, status) {
  decisions[id] = status;
  const name = CSS.escape(id);
  for (const part of document.querySelectorAll(`[data-event="${name}"]`)) {
    part.classList.remove("draft", "accepted", "rejected");
    part.classList.add(status);
  }
  for (const button of document.querySelectorAll(`button[data-for="${name}"]`)) {
    button.setAttribute("aria-pressed", String(button.value === status));
  }
  document.getElementById("count").textContent = Object.keys(decisions).length;
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(decisions, null, 1)], { type: "application/json" }));
  link.download = "decisions.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && button.dataset.for) decide(button.dataset.for, button.value);
  else if (button && button.id === "save") save();
});
