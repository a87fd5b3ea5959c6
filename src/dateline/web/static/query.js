/* The query page: one editor over this server, and forms that fill it with named questions. */
"use strict";

const ENDPOINT = new URL("/sparql", location.href).href;
const FIRST = `PREFIX dl: <https://w3id.org/dateline/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?event ?what ?date WHERE {
  ?event a dl:Event ; rdfs:label ?what .
  OPTIONAL { ?event dl:edtf ?date }
}
ORDER BY ?date
LIMIT 100
`;

/* Nothing is looked up elsewhere: no prefixes, no terms. */
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.defaults.requestConfig.endpoint = ENDPOINT;
Yasgui.defaults.endpointCatalogueOptions.getData = () => [{ endpoint: ENDPOINT }];

/* Whole words in the table, and things of this server open here. */
const table = Yasgui.Yasr.plugins.table.prototype;
const draw = table.draw;
table.draw = function (settings) {
  return draw.call(this, { compact: true, isEllipsed: false, ...settings });
};
const place = document.getElementById("editor");
const BASES = JSON.parse(place.dataset.bases);
place.addEventListener("click", (event) => {
  const link = event.target.closest("a.iri");
  if (link && BASES.some((base) => link.getAttribute("href").startsWith(base))) {
    event.preventDefault();
    open(`/thing?iri=${encodeURIComponent(link.getAttribute("href"))}`, "_blank", "noopener");
  }
});

const editor = new Yasgui(place, {
  requestConfig: { endpoint: ENDPOINT, method: "POST" },
  copyEndpointOnNewTab: false,
  persistenceId: "dateline",
  yasqe: { value: FIRST },
});

function ask(title, text) {
  const tab = editor.getTab() || editor.addTab(true);
  tab.setEndpoint(ENDPOINT);
  tab.setName(title);
  tab.setQuery(text);
  tab.query();
}

for (const form of document.querySelectorAll("form[data-query]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const complaint = form.querySelector(".complaint");
    complaint.textContent = "";
    const values = new URLSearchParams(new FormData(form));
    const answer = await fetch(`/queries/${encodeURIComponent(form.dataset.query)}?${values}`);
    const text = await answer.text();
    if (answer.ok) {
      history.replaceState(null, "", `/query?ask=${encodeURIComponent(form.dataset.query)}&${values}`);
      ask(form.closest("details").querySelector("summary").textContent, text);
    } else {
      complaint.textContent = JSON.parse(text).detail;
    }
  });
}

/* A question can be sent on as an address: /query?ask=tie&a=russia&b=iran */
const asked = new URLSearchParams(location.search);
const wanted = [...document.querySelectorAll("form[data-query]")].find((form) => form.dataset.query === asked.get("ask"));
if (wanted) {
  for (const input of wanted.querySelectorAll("input")) {
    input.value = asked.get(input.name) ?? input.value;
  }
  wanted.closest("details").open = true;
  wanted.requestSubmit();
}
