/* SPDX-License-Identifier: Apache-2.0 */
/* Channel, provider and number to Sigma's logsource. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decode/windows/windows_logsource.h"

#define SYSMON "Microsoft-Windows-Sysmon/Operational"

struct trial {
	const char *channel;
	const char *provider;
	const char *id;
	const char *event_type;
	const char *want; /* product/category/service */
};

static const struct trial trials[] = {
    {SYSMON, "Microsoft-Windows-Sysmon", "1", "", "windows/process_creation/sysmon"},
    {SYSMON, "", "2", "", "windows/file_change/sysmon"},
    {SYSMON, "", "3", "", "windows/network_connection/sysmon"},
    {SYSMON, "", "4", "", "windows/sysmon_status/sysmon"},
    {SYSMON, "", "5", "", "windows/process_termination/sysmon"},
    {SYSMON, "", "6", "", "windows/driver_load/sysmon"},
    {SYSMON, "", "7", "", "windows/image_load/sysmon"},
    {SYSMON, "", "8", "", "windows/create_remote_thread/sysmon"},
    {SYSMON, "", "9", "", "windows/raw_access_thread/sysmon"},
    {SYSMON, "", "10", "", "windows/process_access/sysmon"},
    {SYSMON, "", "11", "", "windows/file_event/sysmon"},
    {SYSMON, "", "12", "CreateKey", "windows/registry_add/sysmon"},
    {SYSMON, "", "12", "DeleteKey", "windows/registry_delete/sysmon"},
    {SYSMON, "", "12", "DeleteValue", "windows/registry_delete/sysmon"},
    {SYSMON, "", "12", "INFO", "windows/registry_event/sysmon"},
    {SYSMON, "", "13", "SetValue", "windows/registry_set/sysmon"},
    {SYSMON, "", "14", "RenameKey", "windows/registry_rename/sysmon"},
    {SYSMON, "", "15", "", "windows/create_stream_hash/sysmon"},
    {SYSMON, "", "16", "", "windows/sysmon_status/sysmon"},
    {SYSMON, "", "17", "CreatePipe", "windows/pipe_created/sysmon"},
    {SYSMON, "", "18", "", "windows/pipe_created/sysmon"},
    {SYSMON, "", "19", "", "windows/wmi_event/sysmon"},
    {SYSMON, "", "21", "", "windows/wmi_event/sysmon"},
    {SYSMON, "", "22", "", "windows/dns_query/sysmon"},
    {SYSMON, "", "23", "", "windows/file_delete/sysmon"},
    {SYSMON, "", "24", "", "windows/clipboard_capture/sysmon"},
    {SYSMON, "", "25", "", "windows/process_tampering/sysmon"},
    {SYSMON, "", "26", "", "windows/file_delete/sysmon"},
    {SYSMON, "", "27", "", "windows/file_block_executable/sysmon"},
    {SYSMON, "", "28", "", "windows/file_block_shredding/sysmon"},
    {SYSMON, "", "29", "", "windows/file_executable_detected/sysmon"},
    {SYSMON, "", "255", "", "windows/sysmon_error/sysmon"},
    {SYSMON, "", "30", "", "windows//sysmon"},
    {"security", "", "4688", "", "windows/process_creation/security"},
    {"Security", "", "4657", "SetValue", "windows/registry_set/security"},
    {"Security", "", "4657", "DeleteValue", "windows/registry_delete/security"},
    {"Security", "", "1", "", "windows//security"},
    {"System", "", "7045", "", "windows//system"},
    {"Application", "", "1", "", "windows//application"},
    {"Microsoft-Windows-PowerShell/Operational", "", "4103", "", "windows/ps_module/powershell"},
    {"PowerShellCore/Operational", "", "4104", "", "windows/ps_script/powershell"},
    {"Windows PowerShell", "", "400", "", "windows/ps_classic_start/powershell-classic"},
    {"Windows PowerShell", "", "600", "", "windows/ps_classic_provider_start/powershell-classic"},
    {"Windows PowerShell", "", "800", "", "windows/ps_classic_script/powershell-classic"},
    {"Microsoft-Windows-Windows Defender/Operational", "", "1116", "",
	"windows/antivirus/windefend"},
    {"Microsoft-Windows-Windows Defender/Operational", "", "5001", "", "windows//windefend"},
    {"Microsoft-Windows-AppLocker/MSI and Script", "", "8007", "", "windows//applocker"},
    {"Microsoft-Windows-DNS Client Events/Operational", "", "3008", "", "windows//dns-client"},
    {"MSExchange Management", "", "1", "", "windows//msexchange-management"},
    {"Microsoft-Windows-Windows Firewall With Advanced Security/Firewall", "", "2004", "",
	"windows//firewall-as"},
    {"", "Microsoft-Windows-Security-Auditing", "4688", "", "windows/process_creation/security"},
    {"", "Microsoft-Windows-Sysmon", "1", "", "windows/process_creation/sysmon"},
    {"", "Service Control Manager", "7045", "", "windows//system"},
    /* The channel decides: forwarded Sysmon events may stand elsewhere, others may not pose as it.
     */
    {"ForwardedEvents", "Microsoft-Windows-Sysmon", "1", "", "windows/process_creation/sysmon"},
    {"Some Vendor/Operational", "Vendor", "4688", "", "windows//"},
    {"", "", "", "", "windows//"},
    {"", "Microsoft-Windows-Kernel-File", "12", "", "windows/file_access/"},
    {"", "Microsoft-Windows-Kernel-File", "27", "", "windows/file_rename/"},
    {"", "Microsoft-Windows-Kernel-File", "99", "", "windows//"},
    {"Linux-Sysmon/Operational", "Linux-Sysmon", "1", "", "linux/process_creation/sysmon"},
    {"Linux-Sysmon/Operational", "Linux-Sysmon", "11", "", "linux/file_event/sysmon"},
};

static void tells_the_logsource(void **state)
{
	struct arena *arena = arena_create("test", 1 << 20);
	(void)state;
	for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++) {
		struct windows_event windows;
		struct windows_names names;
		windows_event_init(&windows, arena);
		windows.system[WINDOWS_CHANNEL] = text_of(trials[i].channel);
		windows.system[WINDOWS_PROVIDER] = text_of(trials[i].provider);
		windows.system[WINDOWS_EVENT_ID] = text_of(trials[i].id);
		windows_event_add(
		    &windows, TEXT("EventType"), text_of(trials[i].event_type), VALUE_TEXT);
		windows_names_collect(&windows, &names);
		struct text service = windows_logsource_service(&windows);
		struct logsource got = windows_logsource_of(&windows, service, &names);
		struct text line = text_format(arena, "%.*s/%.*s/%.*s", TEXT_ARGS(got.product),
		    TEXT_ARGS(got.category), TEXT_ARGS(got.service));
		if (!text_equal(line, text_of(trials[i].want)))
			fail_msg("%s %s %s: want %s, got %.*s", trials[i].channel,
			    trials[i].provider, trials[i].id, trials[i].want, TEXT_ARGS(line));
	}
	arena_destroy(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_the_logsource),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
