/* SPDX-License-Identifier: Apache-2.0 */
/* The decoders in the order they are asked: the most specific first, the generic last. */
#include "decode/decoder.h"

#define DECODERS(X)                                                                                \
	X(suricata)      /* JSON with event_type and flow or timestamp */                          \
	X(zeek)          /* headed TSV; JSON with id.orig_h or _path */                            \
	X(sysmon_linux)  /* Sysmon for Linux: <Event> without a name space, in syslog */           \
	X(log_analytics) /* rows of Azure Monitor's Syslog table */                                \
	X(windows_xml)   /* <Event xmlns=…> */                                                   \
	X(windows_json)  /* Winlogbeat, NXLog, evtx_dump, OTRF */                                  \
	X(m365_audit)    /* unified audit log */                                                   \
	X(m365_defender) /* incidents, alerts, advanced hunting */                                 \
	X(azure)         /* Entra ID sign-ins, audit, risk; Azure activity */                      \
	X(vision_one)    /* Trend Micro workbench alerts */                                        \
	X(modsecurity)   /* JSON and native audit log */                                           \
	X(journal_json)  /* journalctl -o json */                                                  \
	X(deep_security) /* Trend Micro, CEF and LEEF */                                           \
	X(cef)                                                                                     \
	X(leef)                                                                                    \
	X(fortigate)                                                                               \
	X(paloalto)                                                                                \
	X(sonicwall)                                                                               \
	X(sophos_xg)                                                                               \
	X(sophos_utm)                                                                              \
	X(watchguard)                                                                              \
	X(checkpoint)                                                                              \
	X(cisco_asa) /* ASA and FTD */                                                             \
	X(cisco_ios)                                                                               \
	X(juniper_srx)                                                                             \
	X(yamaha) /* RTX, NVR */                                                                   \
	X(seil)                                                                                    \
	X(squid)                                                                                   \
	X(web_access) /* Apache and nginx, common and combined */                                  \
	X(apache_error)                                                                            \
	X(nginx_error)                                                                             \
	X(auditd)                                                                                  \
	X(sshd)                                                                                    \
	X(sudo)                                                                                    \
	X(cron)                                                                                    \
	X(systemd)                                                                                 \
	X(csv)      /* headed CSV with a mapping */                                                \
	X(keyvalue) /* key=value without a maker's mark */                                         \
	X(web_json) /* nginx, Apache, Caddy, Traefik */                                            \
	X(shipped)  /* a line in the JSON of a shipper */                                          \
	X(syslog)   /* any RFC 3164 or 5424 line */

#define DECLARE(name) extern const struct decoder name##_decoder;
DECODERS(DECLARE)
#undef DECLARE

static const struct decoder *const decoders[] = {
#define ENTRY(name) &name##_decoder,
    DECODERS(ENTRY)
#undef ENTRY
};

_Static_assert(sizeof(decoders) / sizeof(decoders[0]) <= DECODER_MOST, "raise DECODER_MOST");

const struct decoder *const *decoder_all(size_t *count)
{
	*count = sizeof(decoders) / sizeof(decoders[0]);
	return decoders;
}
