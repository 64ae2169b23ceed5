/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zeek's logs by their fields (Zeek documentation, "Script Reference / Log Files", versions 3
 * to 7): streaming JSON of Zeek itself does not say which log a line is from.
 */
#include "decode/sensor/zeek.h"

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
