/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zeek's logs by their columns (Zeek documentation, "Script Reference / Log Files", versions 3
 * to 7). Streaming JSON of Zeek itself does not say which log a line is from, and the header that
 * decoders get names the columns without their types, so both are told by name.
 */
#include "decode/zeek.h"

#include <stddef.h>

/* A log is told by two fields that only it has together; the first that fits wins. */
static const struct {
	struct text path;
	const char *first;
	const char *second;
} shapes[] = {
    {TEXT_INIT("conn"), "conn_state", "uid"},
    {TEXT_INIT("dns"), "trans_id", "proto"},
    {TEXT_INIT("dns"), "qtype_name", "query"},
    {TEXT_INIT("notice"), "note", "actions"},
    {TEXT_INIT("notice"), "note", "msg"},
    {TEXT_INIT("smtp"), "helo", "uid"},
    {TEXT_INIT("smtp"), "mailfrom", "uid"},
    {TEXT_INIT("http"), "trans_depth", "request_body_len"},
    {TEXT_INIT("http"), "trans_depth", "method"},
    {TEXT_INIT("sip"), "trans_depth", "call_id"},
    {TEXT_INIT("smtp"), "trans_depth", "tls"},
    {TEXT_INIT("http"), "trans_depth", "uid"},
    {TEXT_INIT("rdp"), "security_protocol", "uid"},
    {TEXT_INIT("rdp"), "cookie", "result"},
    {TEXT_INIT("ssl"), "established", "resumed"},
    {TEXT_INIT("ssl"), "established", "uid"},
    {TEXT_INIT("quic"), "client_initial_dcid", "uid"},
    {TEXT_INIT("x509"), "certificate.subject", "certificate.serial"},
    {TEXT_INIT("x509"), "certificate.version", "certificate.serial"},
    {TEXT_INIT("files"), "fuid", "seen_bytes"},
    {TEXT_INIT("kerberos"), "request_type", "uid"},
    {TEXT_INIT("kerberos"), "client", "cipher"},
    {TEXT_INIT("ntlm"), "domainname", "uid"},
    {TEXT_INIT("ntlm"), "server_nb_computer_name", "uid"},
    {TEXT_INIT("ntlm"), "server_dns_computer_name", "uid"},
    {TEXT_INIT("dce_rpc"), "endpoint", "operation"},
    {TEXT_INIT("smb_files"), "action", "size"},
    {TEXT_INIT("smb_files"), "action", "times.modified"},
    {TEXT_INIT("smb_mapping"), "share_type", "uid"},
    {TEXT_INIT("ssh"), "auth_attempts", "uid"},
    {TEXT_INIT("ssh"), "host_key_alg", "uid"},
    {TEXT_INIT("ftp"), "command", "user"},
    {TEXT_INIT("ftp"), "command", "reply_code"},
    {TEXT_INIT("irc"), "nick", "uid"},
    {TEXT_INIT("irc"), "command", "value"},
    {TEXT_INIT("tunnel"), "tunnel_type", "action"},
    {TEXT_INIT("weird"), "notice", "name"},
    {TEXT_INIT("dhcp"), "msg_types", "mac"},
    {TEXT_INIT("dhcp"), "uids", "assigned_addr"},
    {TEXT_INIT("ocsp"), "certStatus", "serialNumber"},
    {TEXT_INIT("pe"), "machine", "subsystem"},
    {TEXT_INIT("pe"), "is_exe", "compile_ts"},
    {TEXT_INIT("snmp"), "get_requests", "uid"},
    {TEXT_INIT("socks"), "bound_p", "uid"},
    {TEXT_INIT("socks"), "request_p", "uid"},
    {TEXT_INIT("ntp"), "stratum", "uid"},
    {TEXT_INIT("radius"), "reply_msg", "uid"},
    {TEXT_INIT("radius"), "framed_addr", "uid"},
    {TEXT_INIT("mysql"), "cmd", "arg"},
    {TEXT_INIT("rfb"), "client_major_version", "uid"},
    {TEXT_INIT("syslog"), "facility", "severity"},
    {TEXT_INIT("modbus"), "func", "uid"},
    {TEXT_INIT("dnp3"), "fc_request", "uid"},
    {TEXT_INIT("ldap"), "message_id", "opcode"},
    {TEXT_INIT("mqtt_connect"), "proto_name", "client_id"},
    {TEXT_INIT("mqtt_publish"), "topic", "payload_len"},
    {TEXT_INIT("intel"), "seen.indicator", "sources"},
    {TEXT_INIT("intel"), "seen.indicator", "seen.where"},
    {TEXT_INIT("signatures"), "sig_id", "event_msg"},
    {TEXT_INIT("software"), "software_type", "name"},
    {TEXT_INIT("known_services"), "port_num", "port_proto"},
    {TEXT_INIT("known_certs"), "issuer_subject", "host"},
    {TEXT_INIT("dpd"), "analyzer", "failure_reason"},
    {TEXT_INIT("analyzer"), "analyzer_kind", "analyzer_name"},
    {TEXT_INIT("capture_loss"), "ts_delta", "percent_lost"},
    {TEXT_INIT("stats"), "mem", "pkts_proc"},
    {TEXT_INIT("reporter"), "level", "location"},
    {TEXT_INIT("packet_filter"), "filter", "init"},
};

struct text zeek_guess_path(const struct json *json)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (json_get(json, shapes[i].first) != NULL &&
		    json_get(json, shapes[i].second) != NULL)
			return shapes[i].path;
	}
	return (struct text){NULL, 0};
}

static bool is_among(const struct text *names, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal(names[i], name))
			return true;
	}
	return false;
}

bool zeek_is_list(struct text path, struct text name)
{
	static const struct text names[] = {TEXT_INIT("tunnel_parents"), TEXT_INIT("answers"),
	    TEXT_INIT("TTLs"), TEXT_INIT("auth"), TEXT_INIT("addl"), TEXT_INIT("tags"),
	    TEXT_INIT("proxied"), TEXT_INIT("orig_fuids"), TEXT_INIT("orig_filenames"),
	    TEXT_INIT("orig_mime_types"), TEXT_INIT("resp_fuids"), TEXT_INIT("resp_filenames"),
	    TEXT_INIT("resp_mime_types"), TEXT_INIT("client_header_names"),
	    TEXT_INIT("server_header_names"), TEXT_INIT("cookie_vars"), TEXT_INIT("uri_vars"),
	    TEXT_INIT("cert_chain_fuids"), TEXT_INIT("client_cert_chain_fuids"),
	    TEXT_INIT("cert_chain_fps"), TEXT_INIT("client_cert_chain_fps"),
	    TEXT_INIT("cert_chain"), TEXT_INIT("client_cert_chain"), TEXT_INIT("san.dns"),
	    TEXT_INIT("san.uri"), TEXT_INIT("san.email"), TEXT_INIT("san.ip"),
	    TEXT_INIT("tx_hosts"), TEXT_INIT("rx_hosts"), TEXT_INIT("conn_uids"),
	    TEXT_INIT("analyzers"), TEXT_INIT("actions"), TEXT_INIT("email_dest"),
	    TEXT_INIT("uids"), TEXT_INIT("msg_types"), TEXT_INIT("msg_orig"),
	    TEXT_INIT("client_software"), TEXT_INIT("section_names"), TEXT_INIT("rcptto"),
	    TEXT_INIT("fuids"), TEXT_INIT("sources"), TEXT_INIT("matched"),
	    TEXT_INIT("client_channels"), TEXT_INIT("request_path"), TEXT_INIT("response_path"),
	    TEXT_INIT("object"), TEXT_INIT("argument"), TEXT_INIT("result"), TEXT_INIT("objects"),
	    TEXT_INIT("arguments"), TEXT_INIT("results"), TEXT_INIT("dst_addrs"),
	    TEXT_INIT("service_set")};
	/* The same word is a plain string in other logs. */
	static const struct text of_smtp[] = {
	    TEXT_INIT("to"), TEXT_INIT("cc"), TEXT_INIT("path"), TEXT_INIT("reply_to")};
	static const struct text of_known_services[] = {TEXT_INIT("service")};
	/* weird.addl and rdp.result are strings. */
	static const struct text plain[] = {TEXT_INIT("addl"), TEXT_INIT("result")};
	if (text_equal(path, TEXT("smtp")) &&
	    is_among(of_smtp, sizeof(of_smtp) / sizeof(of_smtp[0]), name))
		return true;
	if (text_equal(path, TEXT("known_services")) && is_among(of_known_services, 1, name))
		return true;
	bool of_other = text_equal(path, TEXT("weird")) || text_equal(path, TEXT("rdp"));
	if (of_other && is_among(plain, sizeof(plain) / sizeof(plain[0]), name))
		return false;
	return is_among(names, sizeof(names) / sizeof(names[0]), name);
}

bool zeek_is_bool(struct text name)
{
	static const struct text names[] = {TEXT_INIT("local_orig"), TEXT_INIT("local_resp"),
	    TEXT_INIT("AA"), TEXT_INIT("TC"), TEXT_INIT("RD"), TEXT_INIT("RA"),
	    TEXT_INIT("rejected"), TEXT_INIT("resumed"), TEXT_INIT("established"),
	    TEXT_INIT("sni_matches_cert"), TEXT_INIT("basic_constraints.ca"),
	    TEXT_INIT("host_cert"), TEXT_INIT("client_cert"), TEXT_INIT("is_orig"),
	    TEXT_INIT("timedout"), TEXT_INIT("extracted_cutoff"), TEXT_INIT("notice"),
	    TEXT_INIT("dropped"), TEXT_INIT("success"), TEXT_INIT("init"), TEXT_INIT("tls"),
	    TEXT_INIT("is_webmail"), TEXT_INIT("forwardable"), TEXT_INIT("renewable"),
	    TEXT_INIT("auth_success"), TEXT_INIT("cert_permanent"), TEXT_INIT("ssl"),
	    TEXT_INIT("is_exe"), TEXT_INIT("is_64bit"), TEXT_INIT("uses_aslr"),
	    TEXT_INIT("uses_dep"), TEXT_INIT("uses_code_integrity"), TEXT_INIT("uses_seh"),
	    TEXT_INIT("has_import_table"), TEXT_INIT("has_export_table"),
	    TEXT_INIT("has_cert_table"), TEXT_INIT("has_debug_data"),
	    TEXT_INIT("data_channel.passive"), TEXT_INIT("share_flag"), TEXT_INIT("logcert"),
	    TEXT_INIT("retain"), TEXT_INIT("integrity_confirmed")};
	return is_among(names, sizeof(names) / sizeof(names[0]), name);
}
