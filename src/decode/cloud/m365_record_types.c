/* SPDX-License-Identifier: Apache-2.0 */
/* AuditLogRecordType of Microsoft's Office 365 Management Activity API schema, as of 2024. */
#include "decode/cloud/m365_record_types.h"

#include <stdint.h>

static const struct text names[] = {
    [1] = TEXT_INIT("ExchangeAdmin"),
    [2] = TEXT_INIT("ExchangeItem"),
    [3] = TEXT_INIT("ExchangeItemGroup"),
    [4] = TEXT_INIT("SharePoint"),
    [6] = TEXT_INIT("SharePointFileOperation"),
    [7] = TEXT_INIT("OneDrive"),
    [8] = TEXT_INIT("AzureActiveDirectory"),
    [9] = TEXT_INIT("AzureActiveDirectoryAccountLogon"),
    [10] = TEXT_INIT("DataCenterSecurityCmdlet"),
    [11] = TEXT_INIT("ComplianceDLPSharePoint"),
    [13] = TEXT_INIT("ComplianceDLPExchange"),
    [14] = TEXT_INIT("SharePointSharingOperation"),
    [15] = TEXT_INIT("AzureActiveDirectoryStsLogon"),
    [16] = TEXT_INIT("SkypeForBusinessPSTNUsage"),
    [17] = TEXT_INIT("SkypeForBusinessUsersBlocked"),
    [18] = TEXT_INIT("SecurityComplianceCenterEOPCmdlet"),
    [19] = TEXT_INIT("ExchangeAggregatedOperation"),
    [20] = TEXT_INIT("PowerBIAudit"),
    [21] = TEXT_INIT("CRM"),
    [22] = TEXT_INIT("Yammer"),
    [23] = TEXT_INIT("SkypeForBusinessCmdlets"),
    [24] = TEXT_INIT("Discovery"),
    [25] = TEXT_INIT("MicrosoftTeams"),
    [28] = TEXT_INIT("ThreatIntelligence"),
    [29] = TEXT_INIT("MailSubmission"),
    [30] = TEXT_INIT("MicrosoftFlow"),
    [31] = TEXT_INIT("AeD"),
    [32] = TEXT_INIT("MicrosoftStream"),
    [33] = TEXT_INIT("ComplianceDLPSharePointClassification"),
    [34] = TEXT_INIT("ThreatFinder"),
    [35] = TEXT_INIT("Project"),
    [36] = TEXT_INIT("SharePointListOperation"),
    [37] = TEXT_INIT("SharePointCommentOperation"),
    [38] = TEXT_INIT("DataGovernance"),
    [39] = TEXT_INIT("Kaizala"),
    [40] = TEXT_INIT("SecurityComplianceAlerts"),
    [41] = TEXT_INIT("ThreatIntelligenceUrl"),
    [42] = TEXT_INIT("SecurityComplianceInsights"),
    [43] = TEXT_INIT("MIPLabel"),
    [44] = TEXT_INIT("WorkplaceAnalytics"),
    [45] = TEXT_INIT("PowerAppsApp"),
    [46] = TEXT_INIT("PowerAppsPlan"),
    [47] = TEXT_INIT("ThreatIntelligenceAtpContent"),
    [48] = TEXT_INIT("LabelContentExplorer"),
    [49] = TEXT_INIT("TeamsHealthcare"),
    [50] = TEXT_INIT("ExchangeItemAggregated"),
    [51] = TEXT_INIT("HygieneEvent"),
    [52] = TEXT_INIT("DataInsightsRestApiAudit"),
    [53] = TEXT_INIT("InformationBarrierPolicyApplication"),
    [54] = TEXT_INIT("SharePointListItemOperation"),
    [55] = TEXT_INIT("SharePointContentTypeOperation"),
    [56] = TEXT_INIT("SharePointFieldOperation"),
    [57] = TEXT_INIT("MicrosoftTeamsAdmin"),
    [58] = TEXT_INIT("HRSignal"),
    [59] = TEXT_INIT("MicrosoftTeamsDevice"),
    [60] = TEXT_INIT("MicrosoftTeamsAnalytics"),
    [61] = TEXT_INIT("InformationWorkerProtection"),
    [62] = TEXT_INIT("Campaign"),
    [63] = TEXT_INIT("DLPEndpoint"),
    [64] = TEXT_INIT("AirInvestigation"),
    [65] = TEXT_INIT("Quarantine"),
    [66] = TEXT_INIT("MicrosoftForms"),
};

struct text m365_record_types_name(struct text type)
{
	uint64_t number;
	if (text_to_uint(type, &number) && number < sizeof(names) / sizeof(names[0]) &&
	    names[number].size != 0)
		return names[number];
	return type;
}
