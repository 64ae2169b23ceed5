// SPDX-License-Identifier: Apache-2.0
// pages.mjs BASE PATH…: look at every page; a line of JSON a check: {ok, what, detail}.
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {Browser} from "./chromium.mjs";

const [base, ...paths] = process.argv.slice(2);
const shots = process.env.SAKIMORI_SHOTS;
const tell = (ok, what, detail) => console.log(JSON.stringify({ok: Boolean(ok), what, detail}));

// The least contrast of any text that is shown against the nearest background (WCAG 2.2, 1.4.3).
const contrast = `(() => {
	const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const parse = (t) => t.match(/[\\d.]+/g).map(Number);
	let worst = [99, ""];
	for (const e of document.querySelectorAll("body *")) {
		const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
		if (!own || !e.checkVisibility() || e.closest("svg,.skip,dialog"))
			continue;
		let back = e, color;
		do { color = parse(getComputedStyle(back).backgroundColor); back = back.parentElement; } while (color[3] === 0 && back);
		if (color[3] === 0) color = [255, 255, 255];
		const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(color.slice(0, 3));
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < worst[0]) worst = [ratio, e.textContent.trim().slice(0, 40)];
	}
	return worst; })()`;
const widest = `(() => { const limit = document.documentElement.clientWidth; let worst = "";
	for (const e of document.querySelectorAll("main *, header *")) if (e.checkVisibility() && e.getBoundingClientRect().right > WIDTH + 1 && !e.closest(".skip,pre,.raw")) worst = e.outerHTML.slice(0, 120);
	return [document.documentElement.scrollWidth, worst]; })()`;

const look = async (page, path, setting) => {
	const {width, language, script} = setting;
	const name = `${path.split("/").filter(Boolean).map((p) => /^[0-9a-f]{16,}$|^\d+-\d+$/.test(p) ? "one" : p).join("/") || "home"} ${width} ${language}${script ? "" : " without script"}`;
	page.problems.length = 0;
	await page.open(base + path);
	if (shots) {
		mkdirSync(shots, {recursive: true});
		writeFileSync(join(shots, name.replace(/[/ ]/g, "-") + ".png"), await page.picture());
	}
	const expected = path === "/nothing-here" ? /404/ : /^$/;
	const problems = page.problems.filter((p) => !(path === "/nothing-here" && expected.test(p)));
	tell(problems.length === 0, `${name}: no error in the browser`, problems);
	if (!script)
		return;
	const [scroll, worst] = await page.evaluate(widest.replace("WIDTH", width));
	tell(scroll <= width && !worst, `${name}: no horizontal scrolling`, [scroll, worst]);
	const [ratio, text] = await page.evaluate(contrast);
	tell(ratio >= 4.5, `${name}: contrast of at least 4.5`, [ratio, text]);
	tell(await page.evaluate(`document.documentElement.lang === "${language}" && document.querySelectorAll("h1").length === 1`),
		`${name}: its language, one heading`);
};

const signIn = async (page) => {
	await page.open(base + "/sign-in");
	await page.submit({login: "admin", password: "correct horse battery"});
};

const keys = async (page) => {
	await page.open(base + "/companies");
	await page.key("j");
	await page.key("j");
	tell(await page.evaluate(`[...document.querySelectorAll("[data-row]")].findIndex((r) => r.classList.contains("at")) === 1`), "j goes down");
	await page.key("k");
	tell(await page.evaluate(`[...document.querySelectorAll("[data-row]")].findIndex((r) => r.classList.contains("at")) === 0`), "k goes up");
	await page.key("?");
	tell(await page.evaluate(`document.getElementById("help").open`), "? shows help");
	await page.evaluate(`document.getElementById("help").close()`);
	await page.key("/");
	tell(await page.evaluate(`document.activeElement.type === "search"`), "/ goes to the filter");
	await page.key("q");
	await page.evaluate(`(() => { const f = document.querySelector("[data-filter]"); f.value = "quiet"; f.dispatchEvent(new Event("input")); })()`);
	tell(await page.evaluate(`[...document.querySelectorAll("[data-row]")].filter((r) => r.offsetParent).length === 1`), "typing narrows the list");
};

const browser = await Browser.start();
try {
	for (const language of ["ja", "en"])
		for (const width of [1280, 390])
			for (const script of [true, false]) {
				const setting = {width, language, script};
				const page = await browser.page({...setting, script: true});
				await signIn(page);
				await page.cookie("lang", language, base);
				await page.send("Emulation.setScriptExecutionDisabled", {value: !script});
				for (const path of paths)
					await look(page, path, setting);
				if (script && width === 1280 && language === "ja")
					await keys(page);
			}
	for (const width of [1280, 390]) {
		const page = await browser.page({width, language: "ja"});
		await look(page, "/sign-in", {width, language: "ja", script: true});
	}
} finally {
	await browser.stop();
}
