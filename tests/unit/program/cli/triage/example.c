/* SPDX-License-Identifier: Apache-2.0 */
/* All names and addresses are invented (RFC 5737, .example). */
#include "example.h"

#include "base/arena.h"

#include <stdio.h>
#include <string.h>

#define START INT64_C(1761530400000000) /* 2025-10-27T02:00:00Z */
#define RULES 8

struct maker {
	struct arena *arena;
	struct triage_result *result;
	struct rule_facts *rules;
	size_t room;
};

static const struct rule_facts example_rules[RULES] = {
    {.id = TEXT_INIT("0d894093-71bc-43c3-8c4d-ecfc28dcf5d9"),
	.title = TEXT_INIT("Suspicious access to the memory of LSASS"),
	.title_ja = TEXT_INIT("パスワードを保管するプログラム（LSASS）のメモリーが読まれた"),
	.severity = SEVERITY_HIGH,
	.stage = STAGE_CREDENTIAL_ACCESS},
    {.id = TEXT_INIT("a6d67db4-6220-436d-8afc-f3842fe05d43"),
	.title = TEXT_INIT("Encoded PowerShell command"),
	.title_ja = TEXT_INIT("中身を隠したPowerShellの命令が実行された"),
	.severity = SEVERITY_MEDIUM,
	.stage = STAGE_EXECUTION},
    {.id = TEXT_INIT("9ca2b5d1-1b3e-4a0e-8f57-3f0a5b1c6d7e"),
	.title = TEXT_INIT("Scheduled task made by an office program"),
	.severity = SEVERITY_HIGH,
	.stage = STAGE_PERSISTENCE},
    {.id = TEXT_INIT("5e7f0c1a-2c0b-4f0e-9d8a-6b5c4d3e2f10"),
	.title = TEXT_INIT("Remote service made over SMB"),
	.title_ja = TEXT_INIT("ネットワーク越しに別の機器でサービスが作られた"),
	.severity = SEVERITY_CRITICAL,
	.stage = STAGE_LATERAL_MOVEMENT},
    {.id = TEXT_INIT("fortigate-ips"),
	.title = TEXT_INIT("Intrusion attempt reported by FortiGate"),
	.title_ja = TEXT_INIT("FortiGateが侵入の試みを検知"),
	.severity = SEVERITY_LOW,
	.category = CATEGORY_INTRUSION,
	.stage = STAGE_INITIAL_ACCESS,
	.product_says = true},
    {.id = TEXT_INIT("fortigate-callback"),
	.title = TEXT_INIT("Botnet traffic reported by FortiGate"),
	.title_ja = TEXT_INIT("FortiGateが指令サーバーへの通信を検知"),
	.severity = SEVERITY_HIGH,
	.category = CATEGORY_CALLBACK,
	.stage = STAGE_COMMAND_AND_CONTROL,
	.product_says = true},
    {.id = TEXT_INIT("3b1f6c7d-8e9a-4b0c-8d1e-2f3a4b5c6d7e"),
	.title = TEXT_INIT("Many failed logins and then a success"),
	.title_ja = TEXT_INIT("ログインの失敗が続いたあとに成功した"),
	.severity = SEVERITY_MEDIUM,
	.stage = STAGE_INITIAL_ACCESS},
    {.id = TEXT_INIT("fortigate-webfilter"),
	.title = TEXT_INIT("Site of a blocked category"),
	.title_ja = TEXT_INIT("禁止分類のサイトへの接続"),
	.severity = SEVERITY_INFORMATIONAL,
	.category = CATEGORY_URL_CATEGORY,
	.product_says = true},
};

struct seen {
	size_t rule;
	const char *title; /* NULL: the rule's */
	const char *subject;
	int64_t minute; /* since START */
	int64_t minutes;
	uint64_t count;
	enum disposition done;
	const char *excerpt;
};

static void add_to_set(struct value_set *set, const char *value)
{
	if (set->count < SET_VALUES)
		set->at[set->count++] = text_of(value);
	else
		set->more++;
}

static struct finding *add_finding(struct maker *maker, const struct seen *seen)
{
	struct triage_result *result = maker->result;
	const struct rule_facts *rule = &example_rules[seen->rule];
	struct finding *finding = &result->findings[result->finding_count++];
	*finding = (struct finding){
	    .rule = rule,
	    .title = seen->title == NULL ? rule->title : text_of(seen->title),
	    .subject = text_of(seen->subject),
	    .severity = rule->severity,
	    .first = START + seen->minute * CLOCK_MINUTE,
	    .last = START + (seen->minute + seen->minutes) * CLOCK_MINUTE,
	    .count = seen->count,
	    .evidence_count = 1,
	};
	uint64_t *done[] = {&finding->unknown, &finding->blocked, &finding->allowed};
	*done[seen->done] = seen->count;
	snprintf(finding->id, sizeof(finding->id), "%032zx", result->finding_count);
	finding->evidence[0] = (struct evidence){.time = finding->first,
	    .where = {TEXT("pc/経理PC/Security.jsonl"), 1204 + result->finding_count},
	    .excerpt = text_of(seen->excerpt)};
	return finding;
}

static void join(struct maker *maker, struct incident *incident, struct finding *finding)
{
	incident->findings = arena_grow(maker->arena, incident->findings, incident->finding_count,
	    incident->finding_count + 1, sizeof(struct finding *));
	if (incident->finding_count == 0 || finding->first < incident->first)
		incident->first = finding->first;
	if (incident->finding_count == 0 || finding->last > incident->last)
		incident->last = finding->last;
	incident->findings[incident->finding_count++] = finding;
	incident->matches += finding->count;
	incident->stages |= UINT32_C(1) << finding->rule->stage;
	if (finding->rule->stage > incident->stage)
		incident->stage = finding->rule->stage;
	if (finding->severity > incident->severity)
		incident->severity = finding->severity;
	finding->incident = incident;
}

static struct maker make(
    const struct ruleset *rules, struct arena *arena, size_t findings, size_t incidents)
{
	struct triage_result *result = arena_alloc(arena, sizeof(*result));
	*result = (struct triage_result){
	    .findings = arena_array(arena, findings, sizeof(struct finding)),
	    .incidents = arena_array(arena, incidents, sizeof(struct incident)),
	    .first = CLOCK_NONE,
	    .last = CLOCK_NONE,
	    .rules = rules,
	    .zone = zone_fixed(9 * 3600, arena),
	    .zone_name = TEXT("Asia/Tokyo"),
	    .ran_at = START + 9 * CLOCK_DAY,
	    .seconds = 12.4,
	    .peak_rss = 61 * 1000 * 1000,
	};
	return (struct maker){.arena = arena, .result = result};
}

static void add_credentials(struct maker *maker)
{
	static const struct seen seen[] = {
	    {6, NULL, "keiri-pc", 5, 22, 148, DISPOSITION_UNKNOWN,
		"EventID=4625 TargetUserName=yamada IpAddress=192.0.2.44 LogonType=3"},
	    {1, NULL, "keiri-pc", 41, 2, 3, DISPOSITION_UNKNOWN,
		"CommandLine=powershell.exe -nop -w hidden -enc "
		"SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA "
		"User=yamada"},
	    {2, NULL, "keiri-pc", 44, 0, 1, DISPOSITION_UNKNOWN,
		"CommandLine=schtasks /create /tn Updater /tr C:\\Users\\Public\\u.exe /sc minute "
		"<script>alert(1)</script>"},
	    {0, NULL, "keiri-pc", 58, 1, 17, DISPOSITION_UNKNOWN,
		"SourceImage=C:\\Users\\Public\\u.exe TargetImage=C:\\Windows\\System32\\lsass.exe "
		"GrantedAccess=0x1010"},
	    {3, NULL, "file-sv", 75, 12, 4, DISPOSITION_UNKNOWN,
		"ServiceName=PSEXESVC ImagePath=%SystemRoot%\\PSEXESVC.exe"},
	    {5, "Botnet.Example.C2", "keiri-pc", 80, 1300, 52, DISPOSITION_ALLOWED,
		"type=utm subtype=ips attack=Botnet.Example.C2 srcip=192.0.2.61 dstip=203.0.113.9 "
		"action=detected"},
	};
	struct incident *incident = &maker->result->incidents[maker->result->incident_count++];
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		join(maker, incident, add_finding(maker, &seen[i]));
	incident->stage = STAGE_COMMAND_AND_CONTROL;
	incident->state = INCIDENT_ACT;
	incident->confidence = 0.93;
	snprintf(incident->id, sizeof(incident->id), "%032x", 0xabc);
	add_to_set(&incident->hosts, "keiri-pc");
	add_to_set(&incident->hosts, "file-sv");
	add_to_set(&incident->users, "yamada");
	add_to_set(&incident->addresses, "192.0.2.61");
	add_to_set(&incident->addresses, "203.0.113.9");
	add_to_set(&incident->processes, "C:\\Users\\Public\\u.exe");
	add_to_set(
	    &incident->processes, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
	incident->hosts.more = 2;
	incident->story = (struct both){
	    TEXT("10月27日11時05分から、keiri-pc で利用者 yamada "
		 "を使った不審な操作が始まり、パスワードを保管するプログラムのメモリーが読まれまし"
		 "た。その後、file-sv への侵入と、外部の 203.0.113.9 "
		 "への通信が翌日まで続いています。"),
	    TEXT("From 11:05 on 27 October, suspicious activity ran on keiri-pc as user yamada, "
		 "and the memory that holds passwords was read. Then a service was made on "
		 "file-sv, and traffic to 203.0.113.9 outside went on until the next day."),
	};
	incident->next[0] = (struct both){
	    TEXT("keiri-pc と file-sv "
		 "のLANケーブルを抜き、無線も切ってください。電源は切らないでください。"),
	    TEXT("Unplug the network cable of keiri-pc and file-sv and switch off their wireless. "
		 "Leave them on.")};
	incident->next[1] = (struct both){
	    TEXT("yamada と、この2台を使った全員のパスワードを、別のパソコンから変えてください。"),
	    TEXT("Change the passwords of yamada and of all who used these two, from another "
		 "computer.")};
	incident->next[2] =
	    (struct both){TEXT("保守の契約先に連絡し、このページを渡してください。203.0.113.9 "
			       "への通信をUTMで止めてもらってください。"),
		TEXT("Call whoever looks after your computers, hand them this page, and have "
		     "traffic to 203.0.113.9 blocked at the firewall.")};
}

static void add_logins(struct maker *maker)
{
	static const struct seen seen = {6, NULL, "198.51.100.7", 3000, 95, 1260,
	    DISPOSITION_UNKNOWN,
	    "sshd[2211]: Failed password for root from 198.51.100.7 port 40112 ssh2"};
	struct incident *incident = &maker->result->incidents[maker->result->incident_count++];
	join(maker, incident, add_finding(maker, &seen));
	incident->state = INCIDENT_LOOK;
	incident->confidence = 0.55;
	snprintf(incident->id, sizeof(incident->id), "%032x", 0xdef);
	add_to_set(&incident->hosts, "web-sv");
	add_to_set(&incident->addresses, "198.51.100.7");
	incident->story = (struct both){
	    TEXT("10月29日13時ごろ、外部の 198.51.100.7 から web-sv "
		 "へのログインが1,"
		 "259回失敗し、その直後に1回成功しました。本人の操作かどうか、ログだけではわかりま"
		 "せん。"),
	    TEXT("Around 13:00 on 29 October, 1,259 logins to web-sv from 198.51.100.7 outside "
		 "failed and then one succeeded. The logs alone do not tell whether it was the "
		 "owner."),
	};
	incident->next[0] = (struct both){
	    TEXT("web-sv の管理者に、10月29日13時ごろに自分でログインしたか聞いてください。"),
	    TEXT("Ask the administrator of web-sv whether they logged in around 13:00 on 29 "
		 "October.")};
	incident->next[1] =
	    (struct both){TEXT("本人でなければ、web-sv をネットワークから切り離してください。"),
		TEXT("If not, take web-sv off the network.")};
	incident->next[2] = (struct both){
	    TEXT("外からのログインを、社内と保守会社のアドレスだけに制限してください。"),
	    TEXT("Allow logins from outside only from your own and your service company's "
		 "addresses.")};
}

static void add_counted(struct maker *maker)
{
	static const struct seen seen[] = {
	    {4, "Apache.Log4j.Error.Log.Remote.Code.Execution", "203.0.113.50", 200, 4100, 812,
		DISPOSITION_BLOCKED,
		"attack=Apache.Log4j.Error.Log.Remote.Code.Execution action=dropped"},
	    {7, NULL, "eigyo-pc3", 100, 5000, 2391, DISPOSITION_BLOCKED,
		"catdesc=Advertising hostname=ads.example action=blocked"},
	};
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		(void)add_finding(maker, &seen[i]);
	maker->result->products[CATEGORY_INTRUSION][DISPOSITION_BLOCKED] = 812;
	maker->result->products[CATEGORY_MALWARE][DISPOSITION_BLOCKED] = 3;
	maker->result->products[CATEGORY_CALLBACK][DISPOSITION_ALLOWED] = 52;
	maker->result->products[CATEGORY_URL_CATEGORY][DISPOSITION_BLOCKED] = 19302391;
	maker->result->products[CATEGORY_SPAM][DISPOSITION_UNKNOWN] = 7;
}

static struct triage_file file_of(
    const char *name, uint64_t records, uint64_t missed, const char *format)
{
	struct triage_file file = {
	    .name = text_of(name),
	    .bytes = records * 214,
	    .records = records,
	    .events = records - missed,
	    .not_understood = missed,
	    .first = START,
	    .last = START + 3 * CLOCK_DAY,
	    .decoders = {{text_of(format), text_of(format), records - missed}},
	    .decoder_count = 1,
	};
	if (missed != 0)
		file.samples[file.sample_count++] = (struct triage_sample){77,
		    TEXT("2025-10-27 11:20:14 LINEMON [4] carrier lost, retry=3 code=E-2201"),
		    TEXT("no decoder knows it")};
	return file;
}

static void add_files(struct maker *maker)
{
	static const char missing[] = "a packet capture (pcap), not a log";
	struct triage_result *result = maker->result;
	result->files = arena_array(maker->arena, 5, sizeof(struct triage_file));
	result->files[result->file_count++] =
	    file_of("logs.zip!utm/fortigate.log", 19380220, 0, "FortiGate");
	result->files[result->file_count++] =
	    file_of("logs.zip!pc/経理PC/Security.jsonl", 48211, 0, "Windows (JSON)");
	result->files[result->file_count++] =
	    file_of("logs.zip!router/rtx.log", 20411, 2447, "Yamaha RTX");
	result->files[result->file_count++] = file_of("web-sv/auth.log", 9120, 12, "sshd");
	result->files[result->file_count++] =
	    file_of("web-sv/access.log.1", 310, 0, "Apache / nginx");
	result->files[4].first = START - 9 * CLOCK_DAY;
	result->files[4].last = START - 8 * CLOCK_DAY;
	result->file_total = result->file_count;
	for (size_t i = 0; i < result->file_count; i++) {
		result->bytes += result->files[i].bytes;
		result->records += result->files[i].records;
		result->events += result->files[i].events;
		result->not_understood += result->files[i].not_understood;
	}
	result->unreadable = arena_array(maker->arena, 2, sizeof(struct triage_unreadable));
	result->unreadable[0] =
	    (struct triage_unreadable){TEXT("logs.zip!capture.pcap"), 0, text_of(missing)};
	result->unreadable[1] = (struct triage_unreadable){
	    TEXT("web-sv/old.gz"), 81920, TEXT("the compressed data ends early")};
	result->unreadable_count = 2;
	result->unreadable_total = 2;
	result->first = START - 9 * CLOCK_DAY;
	result->last = START + 3 * CLOCK_DAY;
}

const struct triage_result *example_attack(const struct ruleset *rules, struct arena *arena)
{
	struct maker maker = make(rules, arena, 16, 2);
	add_credentials(&maker);
	add_logins(&maker);
	add_counted(&maker);
	add_files(&maker);
	return maker.result;
}

const struct triage_result *example_quiet(const struct ruleset *rules, struct arena *arena)
{
	struct maker maker = make(rules, arena, 1, 1);
	struct triage_result *result = maker.result;
	result->files = arena_array(arena, 1, sizeof(struct triage_file));
	result->files[0] = file_of("auth.log", 1200, 0, "sshd");
	result->file_count = 1;
	result->file_total = 1;
	result->bytes = result->files[0].bytes;
	result->records = 1200;
	result->events = 1200;
	result->first = result->files[0].first;
	result->last = result->files[0].last;
	return result;
}

#define LARGE_INCIDENTS 200
#define LARGE_EACH 49

const struct triage_result *example_large(const struct ruleset *rules, struct arena *arena)
{
	size_t findings = LARGE_INCIDENTS * LARGE_EACH + 200;
	struct maker maker = make(rules, arena, findings, LARGE_INCIDENTS);
	struct triage_result *result = maker.result;
	add_files(&maker);
	for (size_t i = 0; i < findings; i++) {
		char *excerpt = arena_alloc(arena, EVIDENCE_EXCERPT + 1);
		memset(excerpt, i % 2 ? '<' : '\x1b', EVIDENCE_EXCERPT);
		struct seen seen = {i % RULES, NULL, "host<b>&amp;", (int64_t)i * 7, 3, i + 1,
		    DISPOSITION_UNKNOWN, excerpt};
		struct finding *finding = add_finding(&maker, &seen);
		struct incident *incident = &result->incidents[i / LARGE_EACH];
		if (i < LARGE_INCIDENTS * LARGE_EACH)
			join(&maker, incident, finding);
	}
	result->incident_count = LARGE_INCIDENTS;
	for (size_t i = 0; i < LARGE_INCIDENTS; i++)
		for (size_t j = 0; j < SET_VALUES; j++)
			add_to_set(&result->incidents[i].hosts, "a-rather-long-host-name.example");
	result->files = arena_array(arena, 400, sizeof(struct triage_file));
	for (size_t i = 0; i < 400; i++)
		result->files[i] =
		    file_of("some/where/deep/in/a/folder/file.log", 100 + i, i, "sshd");
	result->file_count = 400;
	result->file_total = 400;
	return result;
}
