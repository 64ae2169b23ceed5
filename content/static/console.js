// SPDX-License-Identifier: Apache-2.0
// Sharpens pages that are complete without it: filter, keys, copying, calm refreshing.
"use strict";
(() => {
	const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
	const japanese = document.documentElement.lang === "ja";
	let at = -1;

	const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null);
	const mark = (index) => {
		const list = rows();
		if (!list.length)
			return;
		at = Math.max(0, Math.min(index, list.length - 1));
		all(".at").forEach((row) => row.classList.remove("at"));
		list[at].classList.add("at");
		list[at].scrollIntoView({block: "nearest"});
	};

	// Filter as one types; what is hidden stays in the page. What the server filtered by already fits.
	const filter = document.querySelector("[data-filter]");
	const narrow = () => {
		if (!filter || !filter.value && !all("[data-row][hidden]").length)
			return;
		const typed = filter.value === filter.defaultValue ? "" : filter.value;
		const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
		all("[data-row]", document.querySelector(filter.dataset.filter) || document).forEach((row) => {
			const text = row.textContent.toLowerCase();
			row.hidden = !words.every((word) => text.includes(word));
		});
	};
	if (filter && rows().length > 1) {
		filter.hidden = false;
		filter.addEventListener("input", () => { at = -1; narrow(); });
	}

	// Copy what is meant to be copied.
	if (navigator.clipboard)
		all("pre[data-copy]").forEach((block) => {
			const text = block.textContent;
			const button = document.createElement("button");
			button.type = "button";
			button.className = "copy";
			button.textContent = japanese ? "写す" : "Copy";
			button.addEventListener("click", async () => {
				await navigator.clipboard.writeText(text);
				button.textContent = japanese ? "写しました" : "Copied";
			});
			block.append(button);
		});

	// Keys.
	const help = document.getElementById("help");
	const hint = document.querySelector("[data-help]");
	if (hint) {
		hint.hidden = false;
		hint.addEventListener("click", () => help.showModal());
	}
	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey)
			return;
		if (event.target.closest("input,select,textarea")) {
			if (event.key === "Escape")
				event.target.blur();
			return;
		}
		const link = at >= 0 && rows()[at] && rows()[at].querySelector("a");
		if (event.key === "/" && filter && !filter.hidden) {
			event.preventDefault();
			filter.focus();
		} else if (event.key === "j") {
			mark(at + 1);
		} else if (event.key === "k") {
			mark(at - 1);
		} else if (event.key === "?" && help && !help.open) {
			help.showModal();
		} else if (event.key === "Enter" && link && event.target === document.body) {
			link.click();
		}
	});

	// Look again now and then, and only then change the page when something changed. Nothing moves
	// while one is reading evidence or typing, or has the page in the background.
	const live = document.getElementById("live");
	if (!live)
		return;
	let tag = "";
	const busy = () => document.hidden || live.contains(document.activeElement) ||
		all("details[open]", live).length || String(getSelection());
	const look = async () => {
		if (busy())
			return;
		const answer = await fetch(location.href, {
			headers: {Accept: "text/html", ...(tag && {"If-None-Match": tag})}, cache: "no-store"});
		if (answer.status !== 200 || answer.redirected)
			return;
		tag = answer.headers.get("ETag") || "";
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const next = page.getElementById("live");
		if (!next || busy() || next.innerHTML === live.innerHTML)
			return;
		live.replaceChildren(...next.childNodes);
		narrow();
		if (at >= 0)
			mark(at);
	};
	setInterval(() => look().catch(() => {}), Number(live.dataset.live) * 1000);
})();
