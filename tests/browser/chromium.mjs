// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium driven over the DevTools protocol (stable 1.3), with what Node has built in and nothing else.
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import http from "node:http";
import crypto from "node:crypto";
import {tmpdir} from "node:os";
import {join} from "node:path";

// A WebSocket client (RFC 6455) for one local peer: Node 18 has none built in.
class Socket {
	constructor(url) {
		const {hostname, port, pathname} = new URL(url);
		this.waiting = new Map();
		this.listeners = [];
		this.next = 1;
		this.rest = Buffer.alloc(0);
		this.parts = [];
		this.ready = new Promise((resolve, reject) => {
			const request = http.request({hostname, port, path: pathname, headers: {
				Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13",
				"Sec-WebSocket-Key": crypto.randomBytes(16).toString("base64")}});
			request.on("upgrade", (answer, socket) => {
				this.socket = socket;
				socket.on("data", (bytes) => this.take(bytes));
				resolve();
			});
			request.on("error", reject);
			request.end();
		});
	}

	take(bytes) {
		this.rest = Buffer.concat([this.rest, bytes]);
		for (;;) {
			if (this.rest.length < 2)
				return;
			let size = this.rest[1] & 127, at = 2;
			if (size === 126) {
				if (this.rest.length < 4)
					return;
				size = this.rest.readUInt16BE(2);
				at = 4;
			} else if (size === 127) {
				if (this.rest.length < 10)
					return;
				size = Number(this.rest.readBigUInt64BE(2));
				at = 10;
			}
			if (this.rest.length < at + size)
				return;
			const final = this.rest[0] & 128;
			this.parts.push(this.rest.subarray(at, at + size));
			this.rest = this.rest.subarray(at + size);
			if (final) {
				this.message(JSON.parse(Buffer.concat(this.parts).toString()));
				this.parts = [];
			}
		}
	}

	message(message) {
		if (message.id === undefined) {
			this.listeners.forEach((listener) => listener(message));
			return;
		}
		const {resolve, reject} = this.waiting.get(message.id);
		this.waiting.delete(message.id);
		if (message.error)
			reject(new Error(JSON.stringify(message.error)));
		else
			resolve(message.result);
	}

	send(method, params = {}, sessionId = undefined) {
		const id = this.next++;
		const body = Buffer.from(JSON.stringify({id, method, params, sessionId}));
		const mask = crypto.randomBytes(4);
		const head = body.length < 126 ? Buffer.from([0x81, 0x80 | body.length]) :
			body.length < 65536 ? Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 255]) :
			Buffer.concat([Buffer.from([0x81, 0xff]), (() => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(body.length)); return b; })()]);
		for (let i = 0; i < body.length; i++)
			body[i] ^= mask[i & 3];
		this.socket.write(Buffer.concat([head, mask, body]));
		return new Promise((resolve, reject) => this.waiting.set(id, {resolve, reject}));
	}

	wait(method, session, limit = 15000) {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`${method} did not come`)), limit);
			const listener = (message) => {
				if (message.method !== method || message.sessionId !== session)
					return;
				clearTimeout(timer);
				this.listeners.splice(this.listeners.indexOf(listener), 1);
				resolve(message.params);
			};
			this.listeners.push(listener);
		});
	}
}

export class Browser {
	static async start() {
		const browser = new Browser();
		browser.folder = mkdtempSync(join(tmpdir(), "sakimori-chromium-"));
		browser.process = spawn(process.env.CHROMIUM || "chromium", ["--headless=new", "--no-sandbox", "--disable-gpu",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--disable-dev-shm-usage", "--remote-debugging-port=0", `--user-data-dir=${browser.folder}`, "about:blank"],
			{stdio: ["ignore", "ignore", "pipe"]});
		const url = await new Promise((resolve, reject) => {
			let said = "";
			const timer = setTimeout(() => reject(new Error("chromium did not start: " + said)), 20000);
			browser.process.stderr.on("data", (bytes) => {
				said += bytes;
				const found = said.match(/DevTools listening on (ws:\S+)/);
				if (found) {
					clearTimeout(timer);
					resolve(found[1]);
				}
			});
			browser.process.on("error", reject);
		});
		browser.socket = new Socket(url);
		await browser.socket.ready;
		return browser;
	}

	async page({width, height = 900, script = true, language = "ja"}) {
		const {browserContextId} = await this.socket.send("Target.createBrowserContext");
		const {targetId} = await this.socket.send("Target.createTarget", {url: "about:blank", browserContextId});
		const {sessionId} = await this.socket.send("Target.attachToTarget", {targetId, flatten: true});
		const page = new Page(this.socket, sessionId);
		await page.send("Page.enable");
		await page.send("Runtime.enable");
		await page.send("Log.enable");
		await page.send("Network.enable");
		await page.send("Network.setExtraHTTPHeaders", {headers: {"Accept-Language": language}});
		await page.send("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: 1, mobile: width < 600});
		await page.send("Emulation.setScriptExecutionDisabled", {value: !script});
		return page;
	}

	async stop() {
		await this.socket.send("Browser.close").catch(() => {});
		await new Promise((resolve) => this.process.exitCode !== null ? resolve() : this.process.on("exit", resolve));
		rmSync(this.folder, {recursive: true, force: true, maxRetries: 5});
	}
}

class Page {
	constructor(socket, session) {
		this.socket = socket;
		this.session = session;
		this.problems = [];
		socket.listeners.push((message) => {
			if (message.sessionId !== session)
				return;
			if (message.method === "Runtime.exceptionThrown")
				this.problems.push(message.params.exceptionDetails.text);
			if (message.method === "Log.entryAdded" && message.params.entry.level === "error")
				this.problems.push(message.params.entry.text);
		});
	}

	send(method, params) {
		return this.socket.send(method, params, this.session);
	}

	async open(url) {
		const loaded = this.socket.wait("Page.loadEventFired", this.session);
		await this.send("Page.navigate", {url});
		await loaded;
	}

	async evaluate(expression) {
		const {result, exceptionDetails} = await this.send("Runtime.evaluate", {expression, returnByValue: true, awaitPromise: true});
		if (exceptionDetails)
			throw new Error(exceptionDetails.text + " in " + expression);
		return result.value;
	}

	async key(key) {
		await this.send("Input.dispatchKeyEvent", {type: "keyDown", key, text: key.length === 1 ? key : undefined});
		await this.send("Input.dispatchKeyEvent", {type: "keyUp", key});
	}

	// Fill in and send the form that holds the fields.
	async submit(fields) {
		const loaded = this.socket.wait("Page.loadEventFired", this.session);
		await this.evaluate(`(() => { const fields = ${JSON.stringify(fields)}; let form;
			for (const [name, value] of Object.entries(fields)) { const input = document.querySelector("[name=" + name + "]:not([type=hidden])"); input.value = value; form = input.form; }
			form.querySelector("button").click(); })()`);
		await loaded;
	}

	async cookie(name, value, url) {
		await this.send("Network.setCookie", {name, value, url});
	}

	async picture() {
		const {cssContentSize: size} = await this.send("Page.getLayoutMetrics");
		const {data} = await this.send("Page.captureScreenshot", {captureBeyondViewport: true,
			clip: {x: 0, y: 0, width: size.width, height: Math.min(size.height, 4000), scale: 1}});
		return Buffer.from(data, "base64");
	}
}
