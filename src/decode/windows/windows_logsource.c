/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows channels and event numbers in Sigma's terms: the tables of Sigma's taxonomy appendix
 * (version 2.1.0, 2025-08-02), and the public mapping of audit events 4688 and 4657.
 */
#include "decode/windows/windows_logsource.h"

struct pair {
	struct text key;
	struct text word;
};

#define PAIR(key, word)                                                                            \
	{                                                                                          \
		TEXT_INIT(key), TEXT_INIT(word)                                                    \
	}
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct pair services[] = {
    PAIR("Microsoft-Windows-Sysmon/Operational", "sysmon"),
    PAIR("Security", "security"),
    PAIR("System", "system"),
    PAIR("Application", "application"),
    PAIR("Windows PowerShell", "powershell-classic"),
    PAIR("Microsoft-Windows-PowerShell/Operational", "powershell"),
    PAIR("PowerShellCore/Operational", "powershell"),
    PAIR("Linux-Sysmon/Operational", "sysmon"),
    PAIR("Microsoft-Windows-Windows Defender/Operational", "windefend"),
    PAIR("Microsoft-Windows-TaskScheduler/Operational", "taskscheduler"),
    PAIR("Microsoft-Windows-WMI-Activity/Operational", "wmi"),
    PAIR("Microsoft-Windows-Windows Firewall With Advanced Security/Firewall", "firewall-as"),
    PAIR("Microsoft-Windows-Bits-Client/Operational", "bits-client"),
    PAIR("Microsoft-Windows-NTLM/Operational", "ntlm"),
    PAIR("Microsoft-Windows-CodeIntegrity/Operational", "codeintegrity-operational"),
    PAIR("Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
	"terminalservices-localsessionmanager"),
    PAIR("Microsoft-Windows-AppLocker/EXE and DLL", "applocker"),
    PAIR("Microsoft-Windows-AppLocker/MSI and Script", "applocker"),
    PAIR("Microsoft-Windows-AppLocker/Packaged app-Deployment", "applocker"),
    PAIR("Microsoft-Windows-AppLocker/Packaged app-Execution", "applocker"),
    PAIR("Microsoft-Windows-AppModel-Runtime/Admin", "appmodel-runtime"),
    PAIR("Microsoft-Windows-AppXDeploymentServer/Operational", "appxdeployment-server"),
    PAIR("Microsoft-Windows-AppxPackaging/Operational", "appxpackaging-om"),
    PAIR("Microsoft-Windows-Application-Experience/Program-Telemetry", "application-experience"),
    PAIR("Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant",
	"application-experience"),
    PAIR("Microsoft-Windows-BitLocker/BitLocker Management", "bitlocker"),
    PAIR("Microsoft-Windows-CAPI2/Operational", "capi2"),
    PAIR("Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational",
	"certificateservicesclient-lifecycle-system"),
    PAIR("Microsoft-Windows-DHCP-Server/Operational", "dhcp"),
    PAIR("Microsoft-Windows-Diagnosis-Scripted/Operational", "diagnosis-scripted"),
    PAIR("Microsoft-Windows-DNS Client Events/Operational", "dns-client"),
    PAIR("Microsoft-Windows-DNS-Client/Operational", "dns-client"),
    PAIR("DNS Server", "dns-server"),
    PAIR("Microsoft-Windows-DNS-Server/Analytical", "dns-server-analytic"),
    PAIR("Microsoft-Windows-DNS-Server/Audit", "dns-server-audit"),
    PAIR("Microsoft-Windows-DNSServer/Analytical", "dns-server-analytic"),
    PAIR("Microsoft-Windows-DNSServer/Audit", "dns-server-audit"),
    PAIR("Microsoft-Windows-DriverFrameworks-UserMode/Operational", "driver-framework"),
    PAIR("Microsoft-Windows-Hyper-V-Worker", "hyper-v-worker"),
    PAIR("Microsoft-Windows-Hyper-V-Worker-Admin", "hyper-v-worker"),
    PAIR("Microsoft-IIS-Configuration/Operational", "iis-configuration"),
    PAIR("Microsoft-Windows-Kernel-EventTracing", "kernel-event-tracing"),
    PAIR("Microsoft-Windows-Kernel-EventTracing/Admin", "kernel-event-tracing"),
    PAIR("Microsoft-Windows-Kernel-ShimEngine/Operational", "kernel-shimengine"),
    PAIR("Microsoft-Windows-Kernel-ShimEngine/Diagnostic", "kernel-shimengine"),
    PAIR("Microsoft-Windows-LDAP-Client/Debug", "ldap"),
    PAIR("Microsoft-Windows-LSA/Operational", "lsa-server"),
    PAIR("MSExchange Management", "msexchange-management"),
    PAIR("Microsoft-Windows-Ntfs/Operational", "ntfs"),
    PAIR("OpenSSH/Operational", "openssh"),
    PAIR("Microsoft-Windows-PrintService/Admin", "printservice-admin"),
    PAIR("Microsoft-Windows-PrintService/Operational", "printservice-operational"),
    PAIR("Microsoft-Windows-Security-Mitigations/Kernel Mode", "security-mitigations"),
    PAIR("Microsoft-Windows-Security-Mitigations/KernelMode", "security-mitigations"),
    PAIR("Microsoft-Windows-Security-Mitigations/User Mode", "security-mitigations"),
    PAIR("Microsoft-Windows-Security-Mitigations/UserMode", "security-mitigations"),
    PAIR("Microsoft-Windows-SENSE/Operational", "sense"),
    PAIR("Microsoft-ServiceBus-Client", "microsoft-servicebus-client"),
    PAIR("Microsoft-ServiceBus-Client/Admin", "microsoft-servicebus-client"),
    PAIR("Microsoft-ServiceBus-Client/Operational", "microsoft-servicebus-client"),
    PAIR("Microsoft-Windows-Shell-Core/Operational", "shell-core"),
    PAIR("Microsoft-Windows-SmbClient/Connectivity", "smbclient-connectivity"),
    PAIR("Microsoft-Windows-SmbClient/Security", "smbclient-security"),
    PAIR("Microsoft-Windows-SMBServer/Connectivity", "smbserver-connectivity"),
    PAIR("Microsoft-Windows-VHDMP/Operational", "vhdmp"),
    PAIR("Microsoft-Windows-VHDMP-Operational", "vhdmp"),
    /* Hayabusa's timelines shorten them. */
    PAIR("Sec", "security"),
    PAIR("Sys", "system"),
    PAIR("App", "application"),
    PAIR("Sysmon", "sysmon"),
    PAIR("PwSh", "powershell"),
    PAIR("PwShClassic", "powershell-classic"),
    PAIR("Defender", "windefend"),
    PAIR("TaskSch", "taskscheduler"),
    PAIR("Firewall", "firewall-as"),
    PAIR("BitsCli", "bits-client"),
};

/* Some exports leave the channel out; these providers write to one channel only. */
static const struct pair providers[] = {
    PAIR("Microsoft-Windows-Sysmon", "sysmon"),
    PAIR("Linux-Sysmon", "sysmon"),
    PAIR("Microsoft-Windows-Security-Auditing", "security"),
    PAIR("Microsoft-Windows-PowerShell", "powershell"),
    PAIR("PowerShellCore", "powershell"),
    PAIR("PowerShell", "powershell-classic"),
    PAIR("Microsoft-Windows-Windows Defender", "windefend"),
    PAIR("Microsoft Antimalware", "windefend"),
    PAIR("Microsoft-Windows-TaskScheduler", "taskscheduler"),
    PAIR("Microsoft-Windows-WMI-Activity", "wmi"),
    PAIR("Service Control Manager", "system"),
};

/* "service id" → category. */
static const struct pair categories[] = {
    PAIR("sysmon 1", "process_creation"),
    PAIR("sysmon 2", "file_change"),
    PAIR("sysmon 3", "network_connection"),
    PAIR("sysmon 4", "sysmon_status"),
    PAIR("sysmon 5", "process_termination"),
    PAIR("sysmon 6", "driver_load"),
    PAIR("sysmon 7", "image_load"),
    PAIR("sysmon 8", "create_remote_thread"),
    PAIR("sysmon 9", "raw_access_thread"),
    PAIR("sysmon 10", "process_access"),
    PAIR("sysmon 11", "file_event"),
    PAIR("sysmon 12", "registry_event"),
    PAIR("sysmon 13", "registry_set"),
    PAIR("sysmon 14", "registry_rename"),
    PAIR("sysmon 15", "create_stream_hash"),
    PAIR("sysmon 16", "sysmon_status"),
    PAIR("sysmon 17", "pipe_created"),
    PAIR("sysmon 18", "pipe_created"),
    PAIR("sysmon 19", "wmi_event"),
    PAIR("sysmon 20", "wmi_event"),
    PAIR("sysmon 21", "wmi_event"),
    PAIR("sysmon 22", "dns_query"),
    PAIR("sysmon 23", "file_delete"),
    PAIR("sysmon 24", "clipboard_capture"),
    PAIR("sysmon 25", "process_tampering"),
    PAIR("sysmon 26", "file_delete"),
    PAIR("sysmon 27", "file_block_executable"),
    PAIR("sysmon 28", "file_block_shredding"),
    PAIR("sysmon 29", "file_executable_detected"),
    PAIR("sysmon 255", "sysmon_error"),
    PAIR("security 4688", "process_creation"),
    PAIR("security 4657", "registry_set"),
    PAIR("powershell 4103", "ps_module"),
    PAIR("powershell 4104", "ps_script"),
    PAIR("powershell-classic 400", "ps_classic_start"),
    PAIR("powershell-classic 600", "ps_classic_provider_start"),
    PAIR("powershell-classic 800", "ps_classic_script"),
    PAIR("windefend 1006", "antivirus"),
    PAIR("windefend 1007", "antivirus"),
    PAIR("windefend 1008", "antivirus"),
    PAIR("windefend 1015", "antivirus"),
    PAIR("windefend 1116", "antivirus"),
    PAIR("windefend 1117", "antivirus"),
    PAIR("windefend 1118", "antivirus"),
    PAIR("windefend 1119", "antivirus"),
};

/* Kernel-File is an ETW provider without a channel of its own. */
static const struct pair kernel_file[] = {
    PAIR("12", "file_access"),
    PAIR("19", "file_rename"),
    PAIR("26", "file_delete"),
    PAIR("27", "file_rename"),
    PAIR("30", "file_event"),
};

static struct text look(const struct pair *table, size_t count, struct text key)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal_fold(table[i].key, key))
			return table[i].word;
	}
	return (struct text){NULL, 0};
}

struct text windows_logsource_service(const struct windows_event *windows)
{
	struct text channel = windows->system[WINDOWS_CHANNEL];
	/* A collector may write the channel of its own store instead of the event's. */
	if (channel.size != 0 && !text_equal_fold(channel, TEXT("ForwardedEvents")))
		return look(services, COUNT(services), channel);
	return look(providers, COUNT(providers), windows->system[WINDOWS_PROVIDER]);
}

static struct text by_number(struct text service, struct text id)
{
	for (size_t i = 0; service.size != 0 && i < COUNT(categories); i++) {
		struct text rest = categories[i].key;
		if (text_skip(&rest, service) && text_skip(&rest, TEXT(" ")) &&
		    text_equal(rest, id))
			return categories[i].word;
	}
	return (struct text){NULL, 0};
}

/*
 * Sysmon's event 12 is both a key that was made and one that was removed. A shipper that dropped
 * EventType (NXLog has a field of that name itself) leaves it open: then only rules on any registry
 * event fit.
 */
static struct text registry_category(struct text category, const struct windows_names *names)
{
	struct text type = names->of[WINDOWS_NAME_EVENT_TYPE];
	if (text_starts_fold(type, TEXT("Create")))
		return TEXT("registry_add");
	if (text_starts_fold(type, TEXT("Delete")))
		return TEXT("registry_delete");
	return category;
}

struct logsource windows_logsource_of(
    const struct windows_event *windows, struct text service, const struct windows_names *names)
{
	struct logsource out = {TEXT("windows"), {NULL, 0}, service};
	struct text provider = windows->system[WINDOWS_PROVIDER];
	if (text_equal_fold(provider, TEXT("Linux-Sysmon")))
		out.product = TEXT("linux");
	out.category = by_number(out.service, windows->system[WINDOWS_EVENT_ID]);
	if (text_starts(out.category, TEXT("registry_")))
		out.category = registry_category(out.category, names);
	if (text_equal(provider, TEXT("Microsoft-Windows-Kernel-File")))
		out.category =
		    look(kernel_file, COUNT(kernel_file), windows->system[WINDOWS_EVENT_ID]);
	return out;
}
